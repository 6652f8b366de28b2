# expect: all-are-decided failed "20"
# expect: decisions-are-right not_run "waits for another check"
# expect: minutes-are-added-up not_attempted "20 of 40 labels have a decision"
# expect: the-share-has-its-interval not_attempted "20 of 40 labels have a decision"
# expect: the-yield-is-by-the-minute not_attempted "20 of 40 labels have a decision"
work = write_decisions(dict(list(right.items())[:20]))
