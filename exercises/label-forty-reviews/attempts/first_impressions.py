# expect: labels-stay-with-the-crowd failed "Reading a sentence of this length takes about four seconds (240"
work = write_labels({one: names[number % 3 - 1] for number, one in enumerate(reviews["id"])}, seconds=0.7)
accuracy, kappa, kappa_interval = compare()
causes = explain()
