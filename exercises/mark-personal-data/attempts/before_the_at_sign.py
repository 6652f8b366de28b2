# expect: every-kind-is-marked-and-named failed "letters of the piece are outside"
# expect: nothing-personal-stays-readable failed "covers less than half of it"
work = write_marks(lambda text: [[a, text.index("@", a) if x == "email" else b, x] for a, b, x in mark(text)])
