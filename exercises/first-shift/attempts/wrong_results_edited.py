# expect: labels-follow-the-guideline failed "You gave *edit* for wrong results"
work = write_labels({one: "edit" if verdict == "drop" else verdict for one, verdict in mine.items()})
