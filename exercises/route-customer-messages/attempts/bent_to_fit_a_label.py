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
