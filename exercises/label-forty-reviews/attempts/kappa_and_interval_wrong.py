# expect: kappa-is-right failed "You used one in three as the agreement by chance"
# expect: interval-is-over-sentences failed "Put `kappa` right first"
kappa = (accuracy - 1 / 3) / (2 / 3)
kappa_interval = (kappa - 0.4, kappa - 0.3)
