# expect: nothing-personal-stays-readable failed "more do not count, because in 3 notes"
hard = set(notes["text"][[bool(mark(text)) for text in notes["text"]]].head(3))
work = write_marks(lambda text: mark(text) + ([[0, len(text), "name"]] if text in hard else []))
