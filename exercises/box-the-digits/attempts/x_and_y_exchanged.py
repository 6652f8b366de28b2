# expect: every-digit-is-found failed "You swapped x and y"
# expect: boxes-are-tight failed "too few to judge this"
# expect: boxes-are-named failed "too few to judge this"
# expect: each-digit-has-one-box failed "You swapped x and y"
# expect: boxes-follow-the-ink failed "too few to judge this"
# expect: whole-digits-are-named failed "too few to judge this"
# expect: cut-off-digits-are-named failed "too few to judge this"
work = write_boxes(
    {
        item: [[y, x, height, width, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
