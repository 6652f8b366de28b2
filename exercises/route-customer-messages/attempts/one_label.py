# expect: labels-follow-the-guideline failed "you took the first option each time"
# expect: second-labels-are-the-first-ones failed "kappa is undefined"
# expect: figures-are-right not_attempted "kappa is undefined"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
# expect: each-desk-gets-its-messages failed "`account`, `fault`"
work = write_labels(dict.fromkeys(messages["id"], "delivery"))
same, self_kappa = 1.0, 1.0
rules = write_rules()
