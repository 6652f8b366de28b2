# expect: every-digit-is-found failed "of your boxes are loose"
# expect: each-digit-has-one-box failed "of your boxes are loose"
# expect: cut-off-digits-are-named failed "of these have a box that fits badly"
def padded(x, y, width, height, label):
    if label != "cut-off":
        return [x, y, width, height, label]
    left, top, right, below = (
        max(0, x - 14),
        max(0, y - 14),
        min(480, x + width + 14),
        min(320, y + height + 14),
    )
    return [left, top, right - left, below - top, label]


work = write_boxes({item: [padded(*box) for box in boxes] for item, boxes in right_boxes.items()})
