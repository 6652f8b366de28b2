# expect: labels-follow-the-guideline failed "as if there were two labels"
work = write_labels({one: "drop" if verdict == "edit" else verdict for one, verdict in mine.items()})
