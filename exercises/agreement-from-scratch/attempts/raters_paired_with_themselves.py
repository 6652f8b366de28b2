# expect: fleiss-is-right failed "Each rater was paired with themselves"
# expect: fleiss-is-undefined-for-one-label not_run "waits for another check"
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * k for k in row) / n**2 for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return (agree - chance) / (1 - chance)
