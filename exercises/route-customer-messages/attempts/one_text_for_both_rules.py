# expect: rules-are-complete failed "Two of your rules have the same text, apart from the labels"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [
    {
        **rule,
        "text": f"In doubt between {' and '.join(rule['covers'])}, the best answer for us is always {rule['says']}.",
    }
    for rule in rules
]
