# expect: boxes-are-named failed "20 whole digits have the label cut-off"
# expect: whole-digits-are-named failed "20 whole digits have the label cut-off"
# expect: cut-off-digits-are-named failed "13 digits at the edge have a digit as their label"
left = {"whole": 20, "cut-off": 13}
changed = {}
for item, boxes in right_boxes.items():
    changed[item] = []
    for box in boxes:
        kind, label = ("cut-off", "3") if box[4] == "cut-off" else ("whole", "cut-off")
        left[kind] -= 1
        changed[item].append([*box[:4], label if left[kind] >= 0 else box[4]])
work = write_boxes(changed)
