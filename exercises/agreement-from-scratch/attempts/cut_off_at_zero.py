# expect: cohen-is-right failed "You cut off the coefficient at 0"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
# expect: fleiss-is-right failed "You cut off the coefficient at 0"
# expect: fleiss-is-undefined-for-one-label not_run "waits for another check"
full_kappa, full_fleiss = cohen_kappa, fleiss_kappa


def cohen_kappa(a, b):
    return max(0, full_kappa(a, b))


def fleiss_kappa(counts):
    return max(0, full_fleiss(counts))
