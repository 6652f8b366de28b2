# expect: rules-are-complete failed "should be a list of rules, but it is the text"
# expect: rules-answer-confusions not_run "waits for another check"
# expect: rules-keep-to-the-guideline failed "should be a list of rules, but it is the text"
rules = "Read more carefully."
