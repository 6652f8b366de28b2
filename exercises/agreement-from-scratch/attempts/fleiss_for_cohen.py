# expect: cohen-is-right failed "this is Fleiss' kappa of two raters"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
def cohen_kappa(a, b):
    counts = [[(x == label) + (y == label) for label in sorted({*a, *b})] for x, y in zip(a, b)]
    return fleiss_kappa(counts)
