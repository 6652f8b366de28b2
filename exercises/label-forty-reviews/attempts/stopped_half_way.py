# expect: every-sentence-is-settled failed "20 of 40 sentences have no label yet"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
work = write_labels({one: ranked[one][0] for one in reviews["id"][:20]})
accuracy, kappa, kappa_interval = compare()
causes = explain()
