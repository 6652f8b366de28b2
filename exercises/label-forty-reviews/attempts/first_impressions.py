# expect: labels-stay-with-the-crowd failed "of your labels are acceptable to the crowd"
# expect: sentences-are-read failed "took less time than it takes to look at them. Half took 0.7 seconds or less"
# expect: clear-sentences-are-read-as-the-crowd-does failed "labels of clear sentences are the crowd's label"
# expect: each-label-is-found failed "Of the clear sentences you found only"
work = write_labels({one: names[number % 3 - 1] for number, one in enumerate(reviews["id"])}, seconds=0.7)
accuracy, kappa, kappa_interval = compare()
causes = explain()
