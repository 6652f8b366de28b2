# expect: what-may-not-be-used-is-skipped failed "You missed a private person's details"
work = write_labels({one: "keep" if verdict == "personal data" else verdict for one, verdict in mine.items()})
