# expect: marks-are-strictly-right failed "You marked nothing of these kinds: `account`, `address`"
# expect: marks-are-in-the-right-places failed "You marked nothing of these kinds: `account`, `address`"
# expect: every-kind-is-marked-and-named failed "You marked nothing of these kinds: `account`, `address`"
# expect: nothing-personal-stays-readable failed "All pieces of these kinds stay readable"
work = write_marks(lambda text: [one for one in mark(text) if one[2] == "name"])
