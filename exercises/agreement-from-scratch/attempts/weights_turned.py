# expect: weighted-is-right failed "You exchanged the two people: for example"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
right_way = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return right_way(a, b, labels, [list(row) for row in zip(*weights)])
