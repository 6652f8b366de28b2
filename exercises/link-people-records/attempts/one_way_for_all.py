# expect: estimates-are-close failed "All places have the same number, because you used one way for"
def signature(pieces):
    """The same way 128 times."""
    return [min(numbered(piece, 0) for piece in pieces) for way in range(128)]
