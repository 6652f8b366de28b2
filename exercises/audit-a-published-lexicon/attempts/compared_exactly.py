# expect: finds-the-wrong-mean failed "You compared numbers with `!=`"
wrong_means = lexicon.loc[ratings.sum(axis=1) * 0.1 != lexicon["mean"], "token"].tolist()
