# expect: rules-are-complete failed "is in version 1 already"
# expect: rules-answer-confusions not_run "waits for another check"
lines = {
    "delivery": "A parcel has not arrived, and the message is about where it is, when it comes or where it goes: delivery",
    "return": "Goods arrived without a fault, but the customer does not want to keep them: return",
    "payment": "Money that was taken, is owed, or cannot be paid: payment",
    "fault": "Goods arrived, and something is wrong with them: fault",
    "account": "The customer's account or stored data: account",
    "other": "None of these: other. Before you give it, check lines 3 to 7 again.",
}
rules = [{**rule, "text": lines[rule["says"]]} for rule in rules]
