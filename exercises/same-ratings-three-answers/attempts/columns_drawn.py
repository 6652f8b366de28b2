# expect: interval-over-tokens failed "You drew columns instead of tokens, but a column is not one"
draws = [interval_alpha(values[:, rng.integers(0, 10, 10)]) for _ in range(1000)]
alpha_interval_ci = tuple(np.percentile(draws, [2.5, 97.5]))
