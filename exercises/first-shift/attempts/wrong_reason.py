# expect: what-may-not-be-used-is-skipped failed "You were right to skip this item, but the reason sends it to"
work = write_labels({one: "not English" if verdict in REASONS else verdict for one, verdict in mine.items()})
