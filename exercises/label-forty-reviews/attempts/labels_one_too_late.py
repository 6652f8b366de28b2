# expect: labels-stay-with-the-crowd failed "Each label is one sentence too late or too early"
# expect: clear-sentences-are-read-as-the-crowd-does failed "Each label is one sentence"
# expect: each-label-is-found failed "Each label is one sentence"
given = [ranked[one][0] for one in reviews["id"]]
work = write_labels(dict(zip(reviews["id"], [given[-1], *given[:-1]])))
accuracy, kappa, kappa_interval = compare()
causes = explain()
