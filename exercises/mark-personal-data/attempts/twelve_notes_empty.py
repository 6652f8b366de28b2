# expect: marks-are-strictly-right failed "without a mark"
# expect: marks-are-in-the-right-places failed "look for what has no mark"
# expect: nothing-personal-stays-readable failed "stay readable"
done = set(notes["text"].head(18))
work = write_marks(lambda text: mark(text) if text in done else [])
