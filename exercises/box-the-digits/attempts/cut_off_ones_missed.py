# expect: every-digit-is-found failed "are cut off by the edge of the image"
# expect: cut-off-digits-are-named failed "0 of the 21 cut-off digits have a matching box with the label cut-off"
work = write_boxes(
    {item: [box for box in boxes if box[4] != "cut-off"] for item, boxes in right_boxes.items()}
)
