# expect: fleiss-is-right failed "this is Randolph's kappa"
# expect: fleiss-is-undefined-for-one-label not_run "waits for another check"
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = 1 / len(counts[0])
    return (agree - chance) / (1 - chance)
