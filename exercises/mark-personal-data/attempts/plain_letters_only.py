# expect: nothing-personal-stays-readable failed "names with letters outside plain English"
work = write_marks(lambda text: [one for one in mark(text) if text[one[0] : one[1]].isascii()])
