# expect: span-f1-is-right failed "In `type`, an overlap with other edges earns one half"
solved = span_f1


def span_f1(gold, marked, way):
    if way == "type":
        return (solved(gold, marked, "type") + solved(gold, marked, "strict")) / 2
    return solved(gold, marked, way)
