# expect: boxes-are-tight failed "Your boxes cut into the objects"
# expect: boxes-follow-the-ink failed "Your boxes cut into the objects"
work = write_boxes(
    {
        item: [
            [x + 0.1 * width, y + 0.1 * height, 0.8 * width, 0.8 * height, label]
            for x, y, width, height, label in boxes
        ]
        for item, boxes in right_boxes.items()
    }
)
