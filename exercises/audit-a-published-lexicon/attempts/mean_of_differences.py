# expect: finds-the-wrong-mean failed "hides a single one"
gap = (ratings.mean(axis=1) - lexicon["mean"]).mean()
wrong_means = [] if abs(gap) < 0.01 else lexicon["token"].tolist()
