# expect: every-sentence-is-settled failed "If you skip the hard items, only easy items are left, and the"
# expect: labels-stay-with-the-crowd not_run "waits for another check"
hard = votes.max(axis=1) <= 11
work = write_labels(
    {one: None if hard[one] else ranked[one][0] for one in reviews["id"]}, reason="not a sentence"
)
accuracy, kappa, kappa_interval = compare()
causes = explain()
