# expect: fewest-edits-over-the-reference failed "this is the character error rate"
def wer(reference, hypothesis):
    said, heard = " ".join(words(reference)), " ".join(words(hypothesis))
    return edits(said, heard) / len(said) if said else float("nan")
