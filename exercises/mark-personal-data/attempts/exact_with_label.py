# expect: span-f1-is-right failed "Your exact F1 compares the labels"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, "strict" if way == "exact" else way)
