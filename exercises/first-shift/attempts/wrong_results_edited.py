# expect: labels-follow-the-guideline failed "You gave *edit* for wrong results"
# expect: each-line-is-used failed "line 3: 0 of"
work = write_labels({one: "edit" if verdict == "drop" else verdict for one, verdict in mine.items()})
