# expect: labels-stay-with-the-crowd failed "Neutral is hardly used"
sides = votes[["negative", "positive"]].idxmax(axis=1)
work = write_labels(sides.to_dict())
accuracy, kappa, kappa_interval = compare()
causes = explain()
