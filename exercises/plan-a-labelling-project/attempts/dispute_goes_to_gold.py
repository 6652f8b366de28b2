# expect: dispute-ends-in-a-rule failed "not written anywhere yet"
after_a_dispute = "put the item into the gold test"
