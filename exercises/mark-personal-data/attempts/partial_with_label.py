# expect: span-f1-is-right failed "In `partial`, you compare the labels"
solved = span_f1


def span_f1(gold, marked, way):
    if way == "partial":
        return (solved(gold, marked, "type") + solved(gold, marked, "strict")) / 2
    return solved(gold, marked, way)
