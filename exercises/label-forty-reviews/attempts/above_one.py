# expect: kappa-is-right failed "Kappa is never above 1"
kappa = 1.7
