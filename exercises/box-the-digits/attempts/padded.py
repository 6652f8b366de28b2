# expect: boxes-are-tight failed "Your boxes are loose"
# expect: boxes-follow-the-ink failed "Your boxes are loose"
work = write_boxes(
    {
        item: [[x - 7, y - 7, width + 14, height + 14, label] for x, y, width, height, label in boxes]
        for item, boxes in right_boxes.items()
    }
)
