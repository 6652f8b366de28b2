# expect: marks-are-strictly-right failed "include the punctuation at one end"
# expect: marks-are-in-the-right-places failed "include the punctuation at one end"
# expect: every-kind-is-marked-and-named failed "include the punctuation at one end"
work = write_marks(lambda text: [[a, b + (text[b : b + 1] in set(",.;:")), x] for a, b, x in mark(text)])
