# expect: kappa-is-right failed "The brackets around (1 - e) are missing"
own, other = mine[crowd.notna()], crowd[crowd.notna()]
e = sum((own == label).mean() * (other == label).mean() for label in names.values())
kappa = accuracy - e / 1 - e
