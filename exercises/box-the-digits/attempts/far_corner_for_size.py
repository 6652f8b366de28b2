# expect: every-digit-is-found failed "You gave the opposite corner (x2, y2)"
# expect: boxes-are-tight failed "too few to judge this"
# expect: boxes-are-named failed "too few to judge this"
# expect: each-digit-has-one-box failed "You gave the opposite corner (x2, y2)"
# expect: boxes-follow-the-ink failed "too few to judge this"
# expect: whole-digits-are-named failed "too few to judge this"
# expect: cut-off-digits-are-named failed "too few to judge this"
work = write_boxes(
    {
        item: [[x, y, x + width, y + height, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
