# expect: labels-follow-the-guideline failed "taken on trust"
work = write_labels({one: "keep" if verdict == "drop" else verdict for one, verdict in mine.items()})
