# expect: what-may-not-be-used-is-skipped failed "A private person's details were passed over"
work = write_labels({one: "keep" if verdict == "personal data" else verdict for one, verdict in mine.items()})
