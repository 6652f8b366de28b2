# expect: boxes-are-named failed "Most of these labels are wrong, so hard digits are not the reason"
# expect: whole-digits-are-named failed "Most of these labels are wrong, so hard digits are not the reason"
# expect: cut-off-digits-are-named failed "Go along the four edges of each picture"
import random

draw = random.Random(4)
work = write_boxes(
    {item: [[*box[:4], draw.choice("0123456789")] for box in boxes] for item, boxes in right_boxes.items()}
)
