# expect: undefined-where-nothing-was-said failed "ZeroDivisionError"
def wer(reference, hypothesis):
    said = words(reference)
    return edits(said, words(hypothesis)) / len(said)
