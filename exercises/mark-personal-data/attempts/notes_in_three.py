# expect: marks-are-strictly-right failed "Your marks cover nearly all words of a note"
# expect: marks-are-in-the-right-places failed "Your marks cover nearly all words of a note"
# expect: the-exempt-is-left-alone failed "Your marks cover nearly all words of a note"
# expect: every-kind-is-marked-and-named failed "Your marks cover nearly all words of a note"
# expect: nothing-personal-stays-readable failed "more do not count"
def in_three(text):
    third, end = len(text) // 3, len(text)
    return [[0, third, "name"], [third, 2 * third, "name"], [2 * third, end, "name"]]


work = write_marks(in_three)
