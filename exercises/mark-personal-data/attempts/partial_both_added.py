# expect: span-f1-is-right failed "the half for an overlap as well"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) + (solved(gold, marked, "exact") / 2 if way == "partial" else 0)
