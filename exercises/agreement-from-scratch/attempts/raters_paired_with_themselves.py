# expect: fleiss-is-right failed "You also paired each rater with themselves, and such pairs"
# expect: fleiss-is-undefined-for-one-label not_run "waits for another check"
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * k for k in row) / n**2 for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return (agree - chance) / (1 - chance)
