# expect: marks-are-strictly-right failed "include a space at one end"
# expect: marks-are-in-the-right-places failed "include a space at one end"
work = write_marks(lambda text: [[a, b + 1 if text[b : b + 1] == " " else b, x] for a, b, x in mark(text)])
