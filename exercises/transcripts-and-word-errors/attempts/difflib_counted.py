# expect: fewest-edits-over-the-reference failed "You counted the edits that difflib shows"
import difflib


def wer(reference, hypothesis):
    said, heard = words(reference), words(hypothesis)
    opcodes = difflib.SequenceMatcher(None, said, heard).get_opcodes()
    count = sum(max(b - a, d - c) for tag, a, b, c, d in opcodes if tag != "equal")
    return count / len(said) if said else float("nan")
