# expect: interval-is-over-sentences failed "This happens if you draw your labels and the majority's"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(1)
draws = [
    cohens_kappa(rng.choice(both[:, 0], len(both)), rng.choice(both[:, 1], len(both))) for _ in range(1000)
]
kappa_interval = tuple(np.percentile(draws, [2.5, 97.5]))
