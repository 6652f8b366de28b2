# expect: harmless-messages-are-counted failed "You counted all messages of the slice, including aggressive ones"
audit["n"] = [inside.sum() for inside in slices.values()]
