# expect: marks-are-strictly-right failed "mark a whole sentence"
# expect: marks-are-in-the-right-places failed "mark a whole sentence"
# expect: the-exempt-is-left-alone failed "Your marks cover nearly all words of a note"
# expect: every-kind-is-marked-and-named failed "mark a whole sentence"
# expect: nothing-personal-stays-readable failed "more do not count"
work = write_marks(lambda text: [[0, len(text), label] for _, _, label in mark(text)[:1]])
