# expect: cost-is-foreseen failed "The review is missing"
# expect: price-of-an-accepted-label failed "The review is missing"
expected_cost = price(raters_per_item, 0)
cost_per_accepted = expected_cost / expected_accepted
