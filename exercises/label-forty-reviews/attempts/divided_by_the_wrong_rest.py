# expect: kappa-is-right failed "You divided by 1 - p"
own, other = mine[crowd.notna()], crowd[crowd.notna()]
e = sum((own == label).mean() * (other == label).mean() for label in names.values())
kappa = (accuracy - e) / (1 - accuracy)
