# expect: cohen-is-right failed "as if both people threw dice"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
def cohen_kappa(a, b):
    observed = sum(x == y for x, y in zip(a, b)) / len(a)
    q = len({*a, *b})
    return (observed - 1 / q) / (1 - 1 / q)
