# expect: iou-is-right failed "An IoU is between 0 and 1"
def iou(a, b):
    across = max(0, a[0] + a[2] - b[0])
    down = max(0, a[1] + a[3] - b[1])
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)
