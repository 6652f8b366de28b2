# expect: interval-is-over-sentences failed "you used one standard error instead of 95 %, or you drew more"
middle, reach = sum(kappa_interval) / 2, (kappa_interval[1] - kappa_interval[0]) / 4
kappa_interval = (middle - reach, middle + reach)
