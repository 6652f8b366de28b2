# expect: marks-are-in-the-right-places failed "look for what has no mark"
# expect: nothing-personal-stays-readable failed "stay readable"
companies = "Fennbrook Energy|Marsh & Daughters Ltd"


def with_half(text):
    found = mark(text, {**private, "name": private["name"] + "|" + companies})
    return [one for one in found if one[2] != "name" or one[1] % 2 or text[one[0] : one[1]] in companies]


work = write_marks(with_half)
