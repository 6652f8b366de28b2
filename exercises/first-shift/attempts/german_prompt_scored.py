# expect: what-may-not-be-used-is-skipped failed "You judged the response, but here the language of the prompt"
work = write_labels({one: "keep" if verdict == "not English" else verdict for one, verdict in mine.items()})
