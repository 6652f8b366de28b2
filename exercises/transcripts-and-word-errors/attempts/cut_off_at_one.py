# expect: fewest-edits-over-the-reference failed "You cut off the rate at 1"
def wer(reference, hypothesis):
    said = words(reference)
    return min(1, edits(said, words(hypothesis)) / len(said)) if said else float("nan")
