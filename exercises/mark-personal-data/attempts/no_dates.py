# expect: nothing-personal-stays-readable failed "pieces of the kind `birth-date` stay readable"
# expect: every-kind-is-marked-and-named failed "`birth-date` 0 of"
work = write_marks(lambda text: [one for one in mark(text) if one[2] != "birth-date"])
