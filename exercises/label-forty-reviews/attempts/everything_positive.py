# expect: labels-stay-with-the-crowd failed "Nearly everything is labelled positive"
work = write_labels(dict.fromkeys(reviews["id"], "positive"))
accuracy, kappa, kappa_interval = compare()
causes = explain()
