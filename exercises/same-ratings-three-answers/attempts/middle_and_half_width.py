# expect: interval-over-tokens failed "The second number is half the width of the interval"
low, high = np.percentile(draws, [2.5, 97.5])
alpha_interval_ci = ((low + high) / 2, (high - low) / 2)
