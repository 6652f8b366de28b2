# expect: marks-are-strictly-right failed "Your spans end one character too early"
# expect: offsets-reproduce-the-text failed "Your end is the place of the last letter"
# expect: marks-are-in-the-right-places failed "Your spans end one character too early"
# expect: every-kind-is-marked-and-named failed "Your spans end one character too early"
work = write_marks(
    lambda text: [[start, end - 1, label] for start, end, label in mark(text)],
    texts=lambda text, start, end: text[start : end + 1],
)
