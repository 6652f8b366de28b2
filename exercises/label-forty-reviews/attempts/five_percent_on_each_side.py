# expect: interval-is-over-sentences failed "a 90 % interval"
contrary = votes.max(axis=1).sort_values(kind="stable").index[:8]
work = write_labels({one: ranked[one][int(one in contrary)] for one in reviews["id"]})
mine = work.frame().set_index("item")["value"].reindex(reviews["id"])
accuracy, kappa, kappa_interval = compare()
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna().to_numpy()
rng = np.random.default_rng(1)
drawn = [cohens_kappa(*both[rng.integers(0, len(both), len(both))].T) for _ in range(2000)]
kappa_interval = tuple(np.percentile(drawn, [5, 95]))
causes = explain()
