# expect: cohen-is-right failed "You return NaN where all agree"
# expect: weighted-is-right failed "You return NaN where all agree"
# expect: fleiss-is-right failed "You return NaN where all agree"
# expect: alpha-is-right-for-names failed "You return NaN where all agree"
# expect: alpha-is-right-for-even-steps failed "You return NaN where all agree"
# expect: alpha-is-right-for-ranks failed "You return NaN where all agree"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if po == 1 else (po - pe) / (1 - pe)


def weighted_kappa(a, b, labels, weights):
    n = len(a)
    o = e = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            o += weights[i][j] * sum(p == x and q == y for p, q in zip(a, b)) / n
            e += weights[i][j] * (a.count(x) / n) * (b.count(y) / n)
    return float("nan") if o == 0 else 1 - o / e


def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if agree == 1 else (agree - chance) / (1 - chance)


def krippendorff_alpha(ratings, level):
    rows = [[v for v in r if v is not None] for r in ratings]
    rows = [r for r in rows if len(r) >= 2]
    bag = [v for r in rows for v in r]
    n = len(bag)

    def d(c, k):
        if c == k:
            return 0
        if level == "nominal":
            return 1
        if level == "interval":
            return (c - k) ** 2
        lo, hi = min(c, k), max(c, k)
        return (sum(lo <= v <= hi for v in bag) - bag.count(c) / 2 - bag.count(k) / 2) ** 2

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if do == 0 else 1 - do / de
