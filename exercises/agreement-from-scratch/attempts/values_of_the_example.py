# expect: cohen-is-right failed "Your function gives .4 for every input"
def cohen_kappa(a, b):
    a, b = first, second
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return (po - pe) / (1 - pe)
