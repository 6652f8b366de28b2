# expect: boxes-are-named failed "have the label of the box that you drew just before them"
# expect: whole-digits-are-named failed "have the label of the box that you drew just before them"
# expect: cut-off-digits-are-named failed "have the label of the box that you drew just before them"
label, moved = "0", {}
for item, boxes in right_boxes.items():
    moved[item] = []
    for box in boxes:
        moved[item].append([*box[:4], label])
        label = box[4]
work = write_boxes(moved)
