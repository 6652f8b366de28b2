# expect: interval-is-over-sentences failed "does not contain your kappa"
kappa_interval = (accuracy + 0.01, 1.0)
