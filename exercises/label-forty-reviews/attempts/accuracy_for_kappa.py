# expect: kappa-is-right failed "You did not subtract the agreement by chance"
kappa = accuracy
