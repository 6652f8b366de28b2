# expect: span-f1-is-right failed "This is F1 in percent"
solved = span_f1


def span_f1(gold, marked, way):
    return 100 * solved(gold, marked, way)
