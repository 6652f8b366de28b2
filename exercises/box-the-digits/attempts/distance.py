# expect: iou-is-right failed "Your result is 1 minus the IoU"
solved = iou


def iou(a, b):
    return 1 - solved(a, b)
