# expect: signatures-can-be-saved failed "Python's own `hash()` gives other numbers each time"
def signature(pieces):
    return [min(hash((way, piece)) for piece in pieces) for way in range(128)]
