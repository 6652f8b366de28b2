# expect: iou-is-right failed "one pixel too long"
solved = iou


def iou(a, b):
    return solved([a[0], a[1], a[2] + 1, a[3] + 1], [b[0], b[1], b[2] + 1, b[3] + 1])
