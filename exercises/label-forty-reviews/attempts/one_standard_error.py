# expect: interval-is-over-sentences failed "about half of the right width, as with one standard error"
middle, reach = sum(kappa_interval) / 2, (kappa_interval[1] - kappa_interval[0]) / 4
kappa_interval = (middle - reach, middle + reach)
