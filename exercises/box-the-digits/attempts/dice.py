# expect: iou-is-right failed "This is the Dice coefficient"
solved = iou


def iou(a, b):
    value = solved(a, b)
    return 2 * value / (1 + value)
