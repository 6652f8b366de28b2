# expect: span-f1-is-right failed "This is half of F1"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) / 2
