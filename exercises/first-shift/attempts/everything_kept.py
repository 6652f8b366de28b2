# expect: labels-follow-the-guideline failed "the first option was taken each time"
work = write_labels({one: verdict if verdict in REASONS else "keep" for one, verdict in mine.items()})
