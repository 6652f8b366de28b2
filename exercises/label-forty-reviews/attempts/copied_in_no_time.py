# expect: sentences-are-read failed "Half took 0.001 seconds or less"
work = write_labels({one: ranked[one][0] for one in reviews["id"]}, seconds=0.001)
accuracy, kappa, kappa_interval = compare()
causes = explain()
