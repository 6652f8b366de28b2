# expect: labels-follow-the-guideline failed "Wrong results became"
work = write_labels({one: "edit" if verdict == "drop" else verdict for one, verdict in mine.items()})
