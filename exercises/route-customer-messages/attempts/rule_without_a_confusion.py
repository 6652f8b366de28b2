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
