# expect: span-f1-is-right failed "You treat spans that only touch as an overlap"
def span_f1(gold, marked, way):
    earned = 0
    for start, end, label in gold:
        for a, b, other in marked:
            same, overlap = (start, end) == (a, b), start <= b and a <= end
            points = {"strict": same and label == other, "exact": same, "type": overlap and label == other}
            points["partial"] = 1 if same else 0.5 * overlap
            earned += points[way]
    return 2 * earned / (len(gold) + len(marked))
