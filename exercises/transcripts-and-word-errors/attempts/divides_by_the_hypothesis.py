# expect: fewest-edits-over-the-reference failed "You divided by the number of words in the hypothesis"
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return edits(said, heard) / len(heard) if said and heard else float("nan")
