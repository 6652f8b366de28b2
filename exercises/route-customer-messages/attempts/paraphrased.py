# expect: rules-answer-confusions failed "A paraphrase is not evidence"
rules = [{**rule, "quote": "the customer seems to want something"} for rule in rules]
