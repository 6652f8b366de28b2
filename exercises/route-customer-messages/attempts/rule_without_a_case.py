# expect: rules-answer-confusions failed "names only one of the two labels, and no other word"
rules = [
    {**rule, "text": text.format(rule["says"])}
    for rule, text in zip(
        rules,
        ("All is well if you take {} here, I think so.", "It is best that they go to {}, as we all know."),
        strict=True,
    )
]
