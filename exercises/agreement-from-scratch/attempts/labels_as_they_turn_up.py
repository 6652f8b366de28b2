# expect: weighted-is-right failed "You numbered the labels in the order in which they first appear"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
solved = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return solved(a, b, list(dict.fromkeys([*a, *b])), weights)
