# expect: weighted-is-right failed "You exchanged the two people: for example"
def weighted_kappa(a, b, labels, weights):
    n = len(a)
    o = e = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            o += weights[i][j] * sum(p == x and q == y for p, q in zip(b, a)) / n
            e += weights[i][j] * (b.count(x) / n) * (a.count(y) / n)
    return float("nan") if e == 0 else 1 - o / e
