# expect: span-f1-is-right failed "], 'strict')` it gives"
def span_f1(gold, marked, way):
    if not gold and not marked:
        return float("nan")
    return sum(span_f1_of(*pair, way) for pair in zip(gold, marked)) * 2 / (len(gold) + len(marked))


def span_f1_of(one, other, way):
    same, overlap = one[:2] == other[:2], one[0] < other[1] and other[0] < one[1]
    label = one[2] == other[2]
    return {
        "strict": same and label,
        "exact": same,
        "partial": 1 if same else overlap / 2,
        "type": overlap and label,
    }[way]
