"""Wrong answers to "Route customer messages". Each cell runs after the solution; its first lines are what the learner reads."""

# %% same-in-percent
# This is a percentage.
# Try: Do not multiply by 100.
same = 100 * same


# %% same-counted
# This is a count.
# Try: Divide by the number of pairs.
same = same * len(own_pairs())


# %% pairs-that-differ
# This is the share of pairs that differ.
# Try: Count the pairs that are equal.
same = 1 - same


# %% share-for-kappa
# This is `same`. You did not subtract the agreement by chance.
# Try: Compute e, then (p - e) / (1 - e).
self_kappa = same


# %% chance-is-one-in-six
# You used one in six as the agreement by chance.
# Try: Use the shares of your own labels.
share, _ = agree_with_self()
self_kappa = (share - 1 / 6) / (5 / 6)


# %% own-columns-put-together
# You put both columns together: this is Scott's pi.
# Try: Compute the shares of `first` and of `second` separately.
share, _ = agree_with_self()
chance = (own_pairs().stack().value_counts(normalize=True) ** 2).sum()
self_kappa = (share - chance) / (1 - chance)


# %% one-in-six
# You used one in six as the agreement by chance.
# Try: Use the shares of the labels.
def cohens_kappa(pairs):
    share = (pairs["first"] == pairs["second"]).mean()
    return (share - 1 / 6) / (1 - 1 / 6)


# %% scott-s-pi
# You put both columns together: this is Scott's pi.
# Try: Compute the shares of `first` and of `second` separately.
def cohens_kappa(pairs):
    both = pd.concat([pairs["first"], pairs["second"]])
    chance = (both.value_counts(normalize=True) ** 2).sum()
    share = (pairs["first"] == pairs["second"]).mean()
    return (share - chance) / (1 - chance) if chance < 1 else float("nan")


# %% chance-from-the-first-column
# You computed chance from the first column only.
# Try: Multiply the share of a label in `first` by its share in `second`.
def cohens_kappa(pairs):
    chance = (pairs["first"].value_counts(normalize=True) ** 2).sum()
    share = (pairs["first"] == pairs["second"]).mean()
    return (share - chance) / (1 - chance) if chance < 1 else float("nan")


# %% zero-for-negative
# You return 0 where kappa is negative.
# Try: Kappa can be negative, if two columns agree less often than by chance. Return it as it is.
def cohens_kappa(pairs):
    chance = sum((pairs["first"] == label).mean() * (pairs["second"] == label).mean() for label in desks)
    share = (pairs["first"] == pairs["second"]).mean()
    return max(0, (share - chance) / (1 - chance)) if chance < 1 else float("nan")


# %% zero-for-negative-and-undefined
# You return 0 where kappa is negative.
# Try: Kappa can be negative, if two columns agree less often than by chance. Return it as it is.
def cohens_kappa(pairs):
    chance = sum((pairs["first"] == label).mean() * (pairs["second"] == label).mean() for label in desks)
    share = (pairs["first"] == pairs["second"]).mean()
    return max(0, (share - chance) / (1 - chance)) if chance < 1 else 0.0


# %% bent-to-fit-a-label
# expect: rules-keep-to-the-guideline failed "You changed the guideline to fit your label"
open_ids = " ".join(left_open.values()).split()
settled = [one for one in messages["id"] if one not in open_ids and by_text[texts[one]] == "fault"]
settled = next(one for one in settled if one not in seconds_showing)
work = write_labels({one: "return" if one == settled else label for one, label in right.items()})
same, self_kappa = agree_with_self()
rules = [
    rules[0],
    {
        "covers": ("fault", "return"),
        "says": "return",
        "text": "Everything that a customer is unhappy with after it has come goes to return, not to fault.",
        "example": settled,
        "quote": texts[settled].split()[0],
    },
]


# %% by-keywords
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


# %% changed-my-mind
# expect: second-labels-are-the-first-ones failed "have another label the second time"
following = dict(zip(desks, [*list(desks)[1:], "delivery"], strict=True))
unlike = seconds_showing[:5]
work = write_labels({one: following[label] if one in unlike else label for one, label in right.items()})
same, self_kappa = agree_with_self()
rules = write_rules()


# %% filler-for-a-rule
# expect: rules-are-complete failed "is not an English sentence"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [
    {
        **rule,
        "text": f"Lorem ipsum dolor sit amet, {rule['says']} adipiscing elit, sed tempor incididunt labore.",
    }
    for rule in rules
]


# %% hard-ones-skipped
# expect: every-message-is-settled failed "You skipped 10 of 70 items"
# expect: same-is-right not_run "waits for another check"
# expect: self-kappa-is-right not_run "waits for another check"
# expect: labels-follow-the-guideline not_run "waits for another check"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
came_twice = messages["text"].duplicated(keep=False)
hard = messages.loc[~came_twice, "id"].tolist()[:10]
work = write_labels(
    {one: None if one in hard else label for one, label in right.items()}, reason="not English"
)


# %% line-of-version-1
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


# %% no-function
# expect: kappa-is-right-for-other-labels not_attempted "is still"
cohens_kappa = ...


# %% no-rules-but-a-sentence
# expect: rules-are-complete failed "should be a list of rules, but it is the text"
# expect: rules-answer-confusions not_run "waits for another check"
# expect: rules-keep-to-the-guideline failed "should be a list of rules, but it is the text"
rules = "Read more carefully."


# %% no-time-taken
# expect: messages-are-read failed "took less time than it takes to look at them"
work = write_labels(right, seconds=0.3)


# %% one-label
# expect: labels-follow-the-guideline failed "you took the first option each time"
# expect: second-labels-are-the-first-ones failed "kappa is undefined"
# expect: same-is-right failed "cannot be computed from your own earlier answers"
# expect: self-kappa-is-right failed "cannot be computed from your own earlier answers"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
# expect: each-desk-gets-its-messages failed "`account`, `fault`"
work = write_labels(dict.fromkeys(messages["id"], "delivery"))
same, self_kappa = 1.0, 1.0
rules = write_rules()


# %% one-pair-twice
# expect: rules-are-complete failed "Two rules about one pair close only one gap"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [rules[0], rules[0]]


# %% one-text-for-both-rules
# expect: rules-are-complete failed "Two of your rules have the same text, apart from the labels"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [
    {
        **rule,
        "text": f"In doubt between {' and '.join(rule['covers'])}, the best answer for us is always {rule['says']}.",
    }
    for rule in rules
]


# %% other-for-everything-hard
# expect: labels-follow-the-guideline failed "It is meant for 20% of them at most"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
# expect: each-desk-gets-its-messages failed "Fewer than half of their messages reach these desks"
long = {text: len(text.split()) > 15 for text in messages["text"]}
work = write_labels(
    {
        one: "other" if long[text] else right[one]
        for one, text in zip(messages["id"], messages["text"], strict=True)
    }
)
same, self_kappa = agree_with_self()
rules = write_rules()


# %% paraphrased
# expect: rules-answer-confusions failed "A quotation has the same words in the same order"
rules = [{**rule, "quote": "the customer seems to want something"} for rule in rules]


# %% returns-desk-gets-none
# expect: labels-follow-the-guideline failed "You gave `return` to fewer than 50% of the items that should have it"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
# expect: each-desk-gets-its-messages failed "these desks: `return`"
work = write_labels({one: "fault" if label == "return" else label for one, label in right.items()})
same, self_kappa = agree_with_self()
rules = write_rules()


# %% rule-for-one-message
# expect: rules-are-complete failed "A rule that fits only one message does not help with the next"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [
    {**rule, "text": f"{rule['example']} goes to {rule['says']} from now on, as decided."} for rule in rules
]


# %% rule-gives-a-third-label
# expect: rules-are-complete failed "A rule must give one of its two labels"
# expect: rules-answer-confusions not_run "waits for another check"
# expect: rules-keep-to-the-guideline failed "rules give their own example a label that version 1 does not"
third = [next(label for label in desks if label not in rule["covers"]) for rule in rules]
rules = [
    {**rule, "says": label, "text": f"Where in doubt, such messages go to {label} in all cases."}
    for rule, label in zip(rules, third, strict=True)
]


# %% rule-without-a-case
# expect: rules-answer-confusions failed "names only one of the two labels, and no other word"
rules = [
    {**rule, "text": text.format(rule["says"])}
    for rule, text in zip(
        rules,
        ("All is well if you take {} here, I think so.", "It is best that they go to {}, as we all know."),
        strict=True,
    )
]


# %% rule-without-a-confusion
# expect: rules-answer-confusions failed "are not the two labels in question"
open_ids = " ".join(left_open.values()).split()
settled = next(one for one in messages["id"] if one not in open_ids and one not in seconds_showing)
elsewhere = next(label for label in desks if label != right[settled])
rules = [
    rules[0],
    {
        "covers": (right[settled], elsewhere),
        "says": right[settled],
        "text": f"A message of this kind always goes to {right[settled]}, and never anywhere else.",
        "example": settled,
        "quote": texts[settled].split()[0],
    },
]


# %% stopped-half-way
# expect: every-message-is-settled failed "You did not label 35 of 70 items"
# expect: labels-follow-the-guideline not_run "waits for another check"
# expect: second-labels-are-the-first-ones not_attempted "Label the other messages first"
# expect: same-is-right not_run "waits for another check"
# expect: self-kappa-is-right not_run "waits for another check"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
work = write_labels(dict(list(right.items())[:35]))
rules = write_rules()


# %% tired-in-the-second-half
# expect: labels-follow-the-guideline failed "labels agree with the reviewed labels"
# expect: second-labels-are-the-first-ones failed "Your labels drift"
# expect: rules-keep-to-the-guideline not_run "waits for another check"
following = dict(zip(desks, [*list(desks)[1:], "delivery"], strict=True))
late = set(messages["id"][35:])
work = write_labels(
    {
        one: following[label] if one in late and place % 3 else label
        for place, (one, label) in enumerate(right.items())
    }
)
same, self_kappa = agree_with_self()
rules = write_rules()


# %% words-repeated-for-a-rule
# expect: rules-are-complete failed "repeats its words"
# expect: rules-answer-confusions not_run "waits for another check"
rules = [{**rule, "text": " ".join(["give", rule["says"], "if", "in", "doubt"] * 4)} for rule in rules]


# %% share-of-equal-pairs
# This is the share of equal pairs. You did not subtract the agreement by chance.
# Try: Compute e, then (p - e) / (1 - e).
def cohens_kappa(pairs):
    return (pairs["first"] == pairs["second"]).mean()
