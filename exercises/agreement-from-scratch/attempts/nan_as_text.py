# expect: cohen-is-undefined-where-chance-is-perfect failed "This is text, not a number"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return "nan" if pe == 1 else (po - pe) / (1 - pe)
