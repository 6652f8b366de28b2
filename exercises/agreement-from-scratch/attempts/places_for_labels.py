# expect: cohen-is-right failed "or your pe is 0"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in range(len(set(a))))
    return float("nan") if pe == 1 else (po - pe) / (1 - pe)
