# expect: interval-is-over-sentences failed "Draw row numbers with replacement"
work = write_labels({one: ranked[one][0] for one in reviews["id"]})
mine = work.frame().set_index("item")["value"].reindex(reviews["id"])
accuracy, kappa, kappa_interval = compare()
kappa_interval = (0.5, 1.0)
causes = explain()
