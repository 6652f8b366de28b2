# expect: labels-stay-with-the-crowd failed "You hardly used neutral, as if every sentence were good or bad"
sides = votes[["negative", "positive"]].idxmax(axis=1)
work = write_labels(sides.to_dict())
accuracy, kappa, kappa_interval = compare()
causes = explain()
