# expect: kappa-is-right failed "You did not subtract the agreement by chance"
# expect: interval-is-over-sentences not_run "waits for another check"
kappa = accuracy
