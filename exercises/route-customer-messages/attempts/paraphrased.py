# expect: rules-answer-confusions failed "A quotation has the same words in the same order"
rules = [{**rule, "quote": "the customer seems to want something"} for rule in rules]
