# expect: cohen-is-right failed "Either you do not subtract the agreement by chance, or your pe is 0"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
def cohen_kappa(a, b):
    return sum(x == y for x, y in zip(a, b)) / len(a)
