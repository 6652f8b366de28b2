# expect: kappa-is-right failed "nothing is taken off for chance"
# expect: interval-is-over-sentences not_run "waits for another check"
kappa = accuracy
