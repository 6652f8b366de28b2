# expect: rules-are-complete failed "is not an English sentence"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [
    {
        **rule,
        "text": f"Lorem ipsum dolor sit amet, {rule['says']} adipiscing elit, sed tempor incididunt labore.",
    }
    for rule in rules
]
