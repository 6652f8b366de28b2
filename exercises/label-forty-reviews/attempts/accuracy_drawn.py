# expect: interval-is-over-sentences failed "near to the interval of the accuracy"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(1)
drawn = both[rng.integers(0, len(both), (2000, len(both)))]
kappa_interval = tuple(np.percentile((drawn[:, :, 0] == drawn[:, :, 1]).mean(axis=1), [2.5, 97.5]))
