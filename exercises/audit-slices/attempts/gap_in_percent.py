# expect: the-gap-is-stated failed "This is in percentage points"
largest_claim = 100 * largest_claim
