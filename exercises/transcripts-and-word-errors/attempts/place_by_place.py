# expect: fewest-edits-over-the-reference failed "You compared place by place"
def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    unlike = sum(one != other for one, other in zip(said, heard, strict=False))
    return (unlike + abs(len(said) - len(heard))) / len(said) if said else float("nan")
