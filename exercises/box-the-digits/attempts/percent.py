# expect: iou-is-right failed "Your result is a percentage"
solved = iou


def iou(a, b):
    return 100 * solved(a, b)
