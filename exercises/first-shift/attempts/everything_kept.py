# expect: labels-follow-the-guideline failed "you took the first option each time"
# expect: each-line-is-used failed "line 3: 0 of"
work = write_labels({one: verdict if verdict in REASONS else "keep" for one, verdict in mine.items()})
