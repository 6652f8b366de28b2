# expect: boxes-are-named failed "matched boxes have the label 1"
# expect: whole-digits-are-named failed "One label for everything says nothing"
# expect: cut-off-digits-are-named failed "One label for everything says nothing"
work = write_boxes({item: [[*box[:4], "1"] for box in boxes] for item, boxes in right_boxes.items()})
