# expect: labels-follow-the-guideline failed "You believed facts and sums because the response sounds sure"
# expect: each-line-is-used failed "line 3: 0 of"
work = write_labels({one: "keep" if verdict == "drop" else verdict for one, verdict in mine.items()})
