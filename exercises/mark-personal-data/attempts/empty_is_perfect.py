# expect: span-f1-is-undefined-without-spans failed "no span on either side"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) if gold or marked else 1.0
