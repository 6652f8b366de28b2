# expect: labels-stay-with-the-crowd failed "Nearly all sentences have the label positive"
# expect: clear-sentences-are-read-as-the-crowd-does failed "Nearly all sentences have the label positive"
# expect: each-label-is-found failed "Nearly all sentences have the label positive"
work = write_labels(dict.fromkeys(reviews["id"], "positive"))
accuracy, kappa, kappa_interval = compare()
causes = explain()
