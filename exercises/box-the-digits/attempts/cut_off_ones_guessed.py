# expect: boxes-are-named failed "You guessed the hidden part"
# expect: cut-off-digits-are-named failed "You guessed the hidden part"
work = write_boxes(
    {
        item: [[*box[:4], "3" if box[4] == "cut-off" else box[4]] for box in boxes]
        for item, boxes in right_boxes.items()
    }
)
