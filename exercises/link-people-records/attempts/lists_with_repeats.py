# expect: jaccard-is-right failed "a similarity of lists, not of sets"
from collections import Counter


def jaccard(a, b):
    """Count every piece as often as it appears."""
    a, b = Counter(a), Counter(b)
    return (a & b).total() / (a | b).total()
