# expect: kappa-is-right failed "You used one in three as the agreement by chance"
kappa = (accuracy - 1 / 3) / (2 / 3)
