# expect: labels-follow-the-guideline failed "You gave `return` to fewer than 50% of the items that should have it"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
# expect: each-desk-gets-its-messages failed "these desks: `return`"
work = write_labels({one: "fault" if label == "return" else label for one, label in right.items()})
same, self_kappa = agree_with_self()
rules = write_rules()
