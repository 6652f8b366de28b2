# expect: fleiss-is-undefined-for-one-label failed "Before you divide, check whether the divisor is 0."
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return (agree - chance) / (1 - chance)
