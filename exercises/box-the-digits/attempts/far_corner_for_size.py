# expect: every-digit-is-found failed "You gave the opposite corner (x2, y2)"
# expect: boxes-are-tight failed "First correct the boxes"
# expect: boxes-are-named failed "First correct the boxes"
# expect: each-digit-has-one-box failed "You gave the opposite corner (x2, y2)"
# expect: boxes-follow-the-ink failed "First correct the boxes"
# expect: whole-digits-are-named failed "First correct the boxes"
# expect: cut-off-digits-are-named failed "First correct the boxes"
work = write_boxes(
    {
        item: [[x, y, x + width, y + height, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
