# expect: marks-are-strictly-right failed "look for what has no mark"
# expect: marks-are-in-the-right-places failed "look for what has no mark"
# expect: the-exempt-is-left-alone failed "This check needs half of them"
# expect: every-kind-is-marked-and-named failed "`name` 0 of"
# expect: offsets-reproduce-the-text not_attempted "No span is marked yet"
# expect: nothing-personal-stays-readable failed "stay readable"
work = write_marks(lambda text: [])
