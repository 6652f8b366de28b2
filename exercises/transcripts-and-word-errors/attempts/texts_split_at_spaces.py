# expect: fewest-edits-over-the-reference failed "You counted punctuation as errors"
# expect: undefined-where-nothing-was-said failed "a reference of signs only"
# expect: machine-is-measured-over-all-words failed "a capital or a comma counts as an error"
def wer(reference, hypothesis):
    said, heard = reference.lower().split(), hypothesis.lower().split()
    return edits(said, heard) / len(said) if said else float("nan")


pairs = [
    (text.split(), machines[one].split()) for one, text in {**right["verbatim"], **right["clean"]}.items()
]
automatic_wer = sum(edits(said, heard) for said, heard in pairs) / sum(len(said) for said, _ in pairs)
