# expect: interval-is-over-sentences failed "both ends are among the lowest draws"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(1)
drawn = [cohens_kappa(*both[rng.integers(0, len(both), len(both))].T) for _ in range(2000)]
kappa_interval = tuple(np.percentile(drawn, [0.025, 0.975]))
