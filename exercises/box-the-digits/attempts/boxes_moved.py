# expect: boxes-are-tight failed "Your boxes are moved to the right and down"
# expect: boxes-follow-the-ink failed "Your boxes are moved to the right and down"
work = write_boxes(
    {
        item: [[x + 6, y + 6, width, height, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
