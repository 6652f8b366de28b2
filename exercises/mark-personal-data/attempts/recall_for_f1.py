# expect: span-f1-is-right failed "This is recall"
# expect: span-f1-is-undefined-without-spans not_run "waits for another check"
solved = span_f1


def span_f1(gold, marked, way):
    return solved(gold, marked, way) * (len(gold) + len(marked)) / (2 * len(gold)) if gold else 0.0
