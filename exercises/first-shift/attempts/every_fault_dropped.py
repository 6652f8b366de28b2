# expect: labels-follow-the-guideline failed "You gave *drop* for faults that need only *edit*"
# expect: each-line-is-used failed "line 4: 0 of"
work = write_labels({one: "drop" if verdict == "edit" else verdict for one, verdict in mine.items()})
