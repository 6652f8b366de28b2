# expect: finds-the-wrong-mean failed "A summary of the differences, such as their mean, hides a"
gap = (ratings.mean(axis=1) - lexicon["mean"]).mean()
wrong_means = [] if abs(gap) < 0.01 else lexicon["token"].tolist()
