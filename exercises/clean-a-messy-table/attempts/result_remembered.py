# expect: the-next-sheet-is-cleaned-too failed "that should not be"
kept = cleaned.copy()


def clean(raw):
    return kept
