# expect: weighted-is-right failed "this is plain Cohen's kappa"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
def weighted_kappa(a, b, labels, weights):
    return cohen_kappa(a, b)
