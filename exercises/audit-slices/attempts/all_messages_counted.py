# expect: harmless-messages-are-counted failed "aggressive ones too"
audit["n"] = [inside.sum() for inside in slices.values()]
