# expect: labels-follow-the-guideline failed "You labelled by your own taste:"
# expect: each-line-is-used failed "line 3: 0 of"
short = items.set_index("id")["text"].str.len() < 45
liked = {one: "edit" if short[one] else "keep" for one in items["id"]}
refused = items.set_index("id")["text"].str.contains("I will not")
work = write_labels(
    {one: mine[one] if mine[one] in REASONS else ("drop" if refused[one] else liked[one]) for one in mine}
)
