# expect: jaccard-is-right failed "This is the Dice coefficient"
def jaccard(a, b):
    """Twice the shared pieces over the sum of the sizes."""
    return 2 * len(set(a) & set(b)) / (len(set(a)) + len(set(b)))
