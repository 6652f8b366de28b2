# expect: boxes-are-named failed "have the label of the box that you drew just after them"
# expect: whole-digits-are-named failed "have the label of the box that you drew just after them"
# expect: cut-off-digits-are-named failed "have the label of the box that you drew just after them"
work = write_boxes(
    {
        item: [[*box[:4], later[4]] for box, later in zip(boxes, [*boxes[1:], boxes[-1]])]
        for item, boxes in right_boxes.items()
    }
)
