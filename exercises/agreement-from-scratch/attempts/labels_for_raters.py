# expect: fleiss-is-right failed "Your n is the number of labels."
def fleiss_kappa(counts):
    n = len(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if chance == 1 else (agree - chance) / (1 - chance)
