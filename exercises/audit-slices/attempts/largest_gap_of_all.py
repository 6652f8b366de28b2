# expect: the-gap-is-stated failed "This is the largest gap of all slices, but you cannot claim"
largest_claim = audit["gap"].max()
