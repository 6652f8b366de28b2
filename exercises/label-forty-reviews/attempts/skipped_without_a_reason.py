# expect: every-sentence-is-settled failed "are skipped without a reason"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
work = write_labels({one: ranked[one][0] if number > 1 else None for number, one in enumerate(reviews["id"])})
accuracy, kappa, kappa_interval = compare()
causes = explain()
