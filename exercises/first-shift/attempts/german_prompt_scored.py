# expect: what-may-not-be-used-is-skipped failed "where the language of the prompt decides"
work = write_labels({one: "keep" if verdict == "not English" else verdict for one, verdict in mine.items()})
