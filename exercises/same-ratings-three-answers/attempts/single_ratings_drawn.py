# expect: interval-over-tokens failed "The interval does not contain alpha itself"
draws = []
for _ in range(500):
    places = rng.integers(0, 10, values.shape)
    draws.append(interval_alpha(np.take_along_axis(values, places, axis=1)))
alpha_interval_ci = tuple(np.percentile(draws, [2.5, 97.5]))
