# expect: kappa-is-right failed "You used one in three as the agreement by chance"
# expect: interval-is-over-sentences not_run "waits for another check"
kappa = (accuracy - 1 / 3) / (2 / 3)
