# expect: labels-follow-the-guideline failed "This keyword rule misses denial"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
# expect: each-desk-gets-its-messages failed "Fewer than half of their messages reach these desks"
desk_words = {
    "refund": "return",
    "money back": "return",
    "return": "return",
    "exchange": "return",
    "broke": "fault",
    "crack": "fault",
    "missing": "fault",
    "leak": "fault",
    "problem": "fault",
    "invoice": "payment",
    "charge": "payment",
    "voucher": "payment",
    "paid": "payment",
    "card": "payment",
    "password": "account",
    "account": "account",
    "sign in": "account",
    "profile": "account",
    "parcel": "delivery",
    "deliver": "delivery",
    "courier": "delivery",
    "driver": "delivery",
    "order": "delivery",
}


def by_word(text):
    return next((label for word, label in desk_words.items() if word in text.lower()), "other")


work = write_labels({one: by_word(text) for one, text in zip(messages["id"], messages["text"], strict=True)})
same, self_kappa = agree_with_self()
rules = write_rules()
