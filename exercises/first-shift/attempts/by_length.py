# expect: labels-follow-the-guideline failed "you judged by length"
# expect: each-line-is-used failed "line 3: 0 of"
usable = [one for one in items["id"] if mine[one] not in REASONS]
words = items.set_index("id")["text"].str.split().str.len()[usable].sort_values(kind="stable")
ranks = {
    one: ("drop", "edit", "keep")[int(place / (len(usable) / 3))] for place, one in enumerate(words.index)
}
work = write_labels({**mine, **ranks})
