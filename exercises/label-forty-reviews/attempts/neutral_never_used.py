# expect: labels-stay-with-the-crowd failed "You hardly used neutral, but some sentences have no news"
# expect: clear-sentences-are-read-as-the-crowd-does failed "You hardly used neutral, but some"
# expect: each-label-is-found failed "You hardly used neutral, but some"
sides = votes[["negative", "positive"]].idxmax(axis=1)
work = write_labels(sides.to_dict())
accuracy, kappa, kappa_interval = compare()
causes = explain()
