# expect: fewest-edits-over-the-reference failed "It compares sets of words"
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    return len(set(said) - set(heard)) / len(said) if said else float("nan")
