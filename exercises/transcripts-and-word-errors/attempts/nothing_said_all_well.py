# expect: undefined-where-nothing-was-said failed "nothing said, all well"
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said) if said else 0.0
