# expect: interval-over-tokens failed "The interval is as wide as a 90% interval"
alpha_interval_ci = tuple(np.percentile(draws, [5, 95]))
