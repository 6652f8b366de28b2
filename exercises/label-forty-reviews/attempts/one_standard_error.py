# expect: interval-is-over-sentences failed "one standard error was taken for 95 %"
middle, reach = sum(kappa_interval) / 2, (kappa_interval[1] - kappa_interval[0]) / 4
kappa_interval = (middle - reach, middle + reach)
