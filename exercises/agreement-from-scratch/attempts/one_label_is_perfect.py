# expect: cohen-is-undefined-where-chance-is-perfect failed "as if one label for everything were perfect agreement"
before = cohen_kappa


def cohen_kappa(a, b):
    return before(a, b) if len({*a, *b}) > 1 else 1.0
