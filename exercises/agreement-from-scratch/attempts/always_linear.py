# expect: weighted-is-right failed "Linear weights are used, whatever table is given"
solved = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return solved(a, b, labels, linear(len(labels)))
