# expect: every-digit-is-found failed "The opposite corner (x2, y2) was given"
# expect: boxes-are-tight failed "too few to judge this"
# expect: boxes-are-named failed "too few to judge this"
work = write_boxes(
    {
        item: [[x, y, x + width, y + height, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
