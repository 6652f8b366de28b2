# expect: iou-is-right failed "You divided the shared area by the second box only"
def iou(a, b):
    across = max(0, min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0]))
    down = max(0, min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1]))
    return across * down / (b[2] * b[3])
