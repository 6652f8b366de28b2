# expect: every-sentence-is-settled failed "37 of 40 sentences have no label yet"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
# expect: accuracy-is-right not_attempted "Only 3 sentences can be compared"
# expect: kappa-is-right not_attempted "Only 3 sentences can be compared"
# expect: interval-is-over-sentences not_attempted "Only 3 sentences can be compared"
known = [one for one in reviews["id"] if crowd[one]]
work = write_labels({one: ranked[one][0] for one in known[:3]})
causes = explain()
