# expect: cohen-is-right failed "You return NaN where all agree"
# expect: weighted-is-right failed "You return NaN where all agree"
# expect: fleiss-is-right failed "You return NaN where all agree"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if a == b else (po - pe) / (1 - pe)


def weighted_kappa(a, b, labels, weights):
    n = len(a)
    o = e = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            o += weights[i][j] * sum(p == x and q == y for p, q in zip(a, b)) / n
            e += weights[i][j] * (a.count(x) / n) * (b.count(y) / n)
    return float("nan") if a == b else 1 - o / e


def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if all(max(row) == n for row in counts) else (agree - chance) / (1 - chance)
