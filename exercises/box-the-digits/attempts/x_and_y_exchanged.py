# expect: every-digit-is-found failed "You swapped x and y"
# expect: boxes-are-tight failed "First correct the boxes"
# expect: boxes-are-named failed "First correct the boxes"
# expect: each-digit-has-one-box failed "You swapped x and y"
# expect: boxes-follow-the-ink failed "First correct the boxes"
# expect: whole-digits-are-named failed "First correct the boxes"
# expect: cut-off-digits-are-named failed "First correct the boxes"
work = write_boxes(
    {
        item: [[y, x, height, width, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
