# expect: fewest-edits-over-the-reference failed "You counted capitals and punctuation as errors, because you"
# expect: undefined-where-nothing-was-said failed "a reference of signs only"
def wer(reference, hypothesis):
    said, heard = reference.split(), hypothesis.split()
    return edits(said, heard) / len(said) if said else float("nan")
