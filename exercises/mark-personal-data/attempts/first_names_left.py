# expect: nothing-personal-stays-readable failed "single names: a first name, a surname or a nickname alone"
work = write_marks(
    lambda text: [one for one in mark(text) if one[2] != "name" or " " in text[one[0] : one[1]]]
)
