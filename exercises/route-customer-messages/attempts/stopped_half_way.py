# expect: every-message-is-settled failed "You did not label 35 of 70 items"
# expect: labels-follow-the-guideline not_run "waits for another check"
# expect: second-labels-are-the-first-ones not_attempted "Label the other messages first"
# expect: figures-are-right not_attempted "Label the other messages first"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
work = write_labels(dict(list(right.items())[:35]))
rules = write_rules()
