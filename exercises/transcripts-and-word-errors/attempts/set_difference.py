# expect: fewest-edits-over-the-reference failed "You compared sets of words, so order and repeats are lost"
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return len(set(said) - set(heard)) / len(said) if said else float("nan")
