# expect: rules-are-complete failed "A rule that fits only one message does not help with the next"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [
    {**rule, "text": f"{rule['example']} goes to {rule['says']} from now on, as decided."} for rule in rules
]
