# expect: labels-follow-the-guideline failed "of the guideline decides"
turned = {"keep": "edit", "edit": "drop", "drop": "keep"}
usable = [one for one in mine if mine[one] not in REASONS]
work = write_labels(
    {one: turned.get(verdict, verdict) if one in usable[1::2] else verdict for one, verdict in mine.items()}
)
