# expect: the-gap-is-stated failed "and it is not claimed"
largest_claim = audit["gap"].max()
