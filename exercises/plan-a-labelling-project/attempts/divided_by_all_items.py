# expect: price-of-an-accepted-label failed "accepted or not"
cost_per_accepted = expected_cost / brief["items"]
