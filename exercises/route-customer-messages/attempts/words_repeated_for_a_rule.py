# expect: rules-are-complete failed "repeats its words"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [{**rule, "text": " ".join(["give", rule["says"], "if", "in", "doubt"] * 4)} for rule in rules]
