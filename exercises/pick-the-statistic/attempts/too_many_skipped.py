# expect: every-design-has-a-measure failed "You skipped 4 of 12 items"
# expect: the-deciding-parts-are-named not_run "waits for another check"
write_labels(
    "which-statistic",
    {item: name if number > 3 else None for number, (item, name) in enumerate(right.items())},
)
