# expect: signature-belongs-to-the-set failed "depends on where a piece stands"
# expect: estimates-are-close failed "are off by"
def signature(pieces):
    """The first piece in place of the smallest number."""
    return [numbered(pieces[0], way) for way in range(128)]
