# expect: cohen-is-right failed "without brackets"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if pe == 1 else po - pe / 1 - pe
