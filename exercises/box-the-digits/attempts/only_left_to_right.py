# expect: iou-is-right failed "You look only at whether the boxes are apart from left to right"
def iou(a, b):
    across = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    down = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    if across <= 0:
        return 0
    return across * down / (a[2] * a[3] + b[2] * b[3] - across * down)
