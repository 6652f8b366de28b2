# expect: cohen-is-right failed "Your pe uses the labels yes and no only"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in ["yes", "no"])
    return float("nan") if pe == 1 else (po - pe) / (1 - pe)
