# expect: what-may-not-be-used-is-skipped failed "An item to which skip rule S"
work = write_labels({one: "keep" if verdict in REASONS else verdict for one, verdict in mine.items()})
