# expect: boxes-are-named failed "1 and 7 are mixed up"
other = {"1": "7", "7": "1"}
work = write_boxes(
    {item: [[*box[:4], other.get(box[4], box[4])] for box in boxes] for item, boxes in right_boxes.items()}
)
