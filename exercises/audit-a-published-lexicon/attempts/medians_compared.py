# expect: finds-the-wrong-mean failed "You compared the printed mean with the median of the ratings"
wrong_means = lexicon.loc[(ratings.median(axis=1) - lexicon["mean"]).abs() > 0.001, "token"].tolist()
