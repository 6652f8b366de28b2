# expect: iou-is-right failed "You return 0 only where the boxes are apart in both directions"
def iou(a, b):
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if across <= 0 and down <= 0:
        return 0
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)
