# expect: nothing-personal-stays-readable failed "Nothing of the kind `birth-date` is marked"
work = write_marks(lambda text: [one for one in mark(text) if one[2] != "birth-date"])
