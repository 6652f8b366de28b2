# expect: signature-belongs-to-the-set failed "The signature depends on the place of a piece or on how often"
# expect: estimates-are-close failed "The estimates are wrong by"
def signature(pieces):
    """The number of the first piece instead of the smallest number."""
    return [numbered(pieces[0], way) for way in range(128)]
