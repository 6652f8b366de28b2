# expect: rules-are-complete failed "no list of rules"
# expect: rules-answer-confusions not_run "waits for another check"
# expect: rules-keep-to-the-guideline failed "no list of rules"
rules = "Read more carefully."
