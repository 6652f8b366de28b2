# expect: signature-belongs-to-the-set failed "These are too few ways"
# expect: estimates-are-close failed "With 16 ways"
def signature(pieces):
    """Too short."""
    return [min(numbered(piece, way) for piece in pieces) for way in range(16)]
