# expect: weighted-is-right failed "Your function uses linear weights, even if `weights` is another"
solved = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return solved(a, b, labels, linear(len(labels)))
