# expect: every-design-has-a-measure failed "You did not label 6 of 12"
# expect: the-deciding-parts-are-named not_run "waits for another check"
write_labels("which-statistic", dict(list(right.items())[:6]))
