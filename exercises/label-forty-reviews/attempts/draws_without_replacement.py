# expect: interval-is-over-sentences failed "This happens if you draw without replacement"
both = pd.DataFrame({"mine": mine, "crowd": crowd}).dropna()
shuffled = [both.sample(frac=1, random_state=number).to_numpy() for number in range(50)]
kappa_interval = tuple(np.percentile([cohens_kappa(*rows.T) for rows in shuffled], [2.5, 97.5]))
