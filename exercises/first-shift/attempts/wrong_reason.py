# expect: what-may-not-be-used-is-skipped failed "sends it to the wrong desk"
work = write_labels({one: "not English" if verdict in REASONS else verdict for one, verdict in mine.items()})
