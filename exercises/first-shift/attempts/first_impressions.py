# expect: items-are-read failed "took less time than it takes to look at them"
# expect: labels-follow-the-guideline failed "labels agree with the reviewed labels"
# expect: each-line-is-used failed "Too few labels are right"
order = ["keep", "drop", "edit"]
work = write_labels(
    {
        one: verdict if verdict in REASONS else order[place % 3]
        for place, (one, verdict) in enumerate(mine.items())
    },
    seconds=1.5,
)
