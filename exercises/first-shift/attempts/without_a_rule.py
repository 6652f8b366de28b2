# expect: labels-follow-the-guideline failed "of the guideline decides"
# expect: each-line-is-used failed "Too few labels are right"
turned = {"keep": "edit", "edit": "drop", "drop": "keep"}
usable = [one for one in mine if mine[one] not in REASONS]
work = write_labels(
    {one: turned.get(verdict, verdict) if one in usable[1::2] else verdict for one, verdict in mine.items()}
)
