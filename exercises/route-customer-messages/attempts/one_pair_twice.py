# expect: rules-are-complete failed "Two rules about one pair close only one gap"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [rules[0], rules[0]]
