# expect: marks-are-strictly-right failed "mark a whole sentence"
# expect: marks-are-in-the-right-places failed "mark a whole sentence"
# expect: the-exempt-is-left-alone failed "Some marks cover half of a note or more"
# expect: every-kind-is-marked-and-named failed "mark a whole sentence"
work = write_marks(lambda text: [[0, len(text), label] for _, _, label in mark(text)[:1]])
