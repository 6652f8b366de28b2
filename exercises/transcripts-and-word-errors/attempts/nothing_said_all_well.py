# expect: undefined-where-nothing-was-said failed "For a reference without words, your function returns 0, as if"
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said) if said else 0.0
