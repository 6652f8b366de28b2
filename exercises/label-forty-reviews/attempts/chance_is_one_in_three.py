# expect: kappa-is-right failed "Chance was taken as one in three"
# expect: interval-is-over-sentences not_run "waits for another check"
kappa = (accuracy - 1 / 3) / (2 / 3)
