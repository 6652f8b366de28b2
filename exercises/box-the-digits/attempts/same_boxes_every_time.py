# expect: iou-is-right failed "for every pair of boxes"
solved = iou


def iou(a, b):
    return solved([0, 0, 10, 10], [5, 5, 10, 10])
