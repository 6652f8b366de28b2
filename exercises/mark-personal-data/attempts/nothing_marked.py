# expect: marks-are-strictly-right failed "You marked nothing in"
# expect: marks-are-in-the-right-places failed "You marked nothing in"
# expect: every-kind-is-marked-and-named failed "`name` 0 of"
# expect: offsets-reproduce-the-text not_attempted "No span is marked yet"
# expect: nothing-personal-stays-readable failed "stay readable"
work = write_marks(lambda text: [])
