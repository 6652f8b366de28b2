# expect: rules-are-complete failed "A rule must give one of its two labels"
# expect: rules-answer-confusions not_run "waits for another check"
# expect: rules-keep-to-the-guideline failed "rules give their own example a label that version 1 does not"
third = [next(label for label in desks if label not in rule["covers"]) for rule in rules]
rules = [
    {**rule, "says": label, "text": f"Where in doubt, such messages go to {label} in all cases."}
    for rule, label in zip(rules, third, strict=True)
]
