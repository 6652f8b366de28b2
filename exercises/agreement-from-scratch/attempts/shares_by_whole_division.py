# expect: cohen-is-right failed "or your pe is 0"
# expect: fleiss-is-right failed "or your Pe is 0"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) // n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if pe == 1 else (po - pe) / (1 - pe)


def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) // (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if chance == 1 else (agree - chance) / (1 - chance)
