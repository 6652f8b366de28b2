# expect: nothing-personal-stays-readable failed "You marked nothing of the kind `birth-date`"
work = write_marks(lambda text: [one for one in mark(text) if one[2] != "birth-date"])
