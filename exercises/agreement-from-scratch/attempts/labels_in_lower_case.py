# expect: cohen-is-right failed "you ignore upper and lower case, and spaces"
right_kappa = cohen_kappa


def cohen_kappa(a, b):
    return right_kappa(*([str(label).lower().strip() for label in labels] for labels in (a, b)))
