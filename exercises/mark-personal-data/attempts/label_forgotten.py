# expect: span-f1-is-right failed "Your strict F1 ignores the label"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, "exact" if way == "strict" else way)
