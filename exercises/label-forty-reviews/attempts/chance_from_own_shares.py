# expect: kappa-is-right failed "You computed chance from your own shares only"
own = mine[crowd.notna()]
e = sum((own == label).mean() ** 2 for label in names.values())
kappa = (accuracy - e) / (1 - e)
