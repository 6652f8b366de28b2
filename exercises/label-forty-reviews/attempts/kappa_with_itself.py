# expect: kappa-is-right failed "Did you compare a column with itself"
kappa = 1.0
