# expect: target-is-reached failed "raters"
raters_per_item, review_share = 3, 0.0
expected_accepted = accepted(3, 0.0)
expected_cost = price(3, 0.0)
cost_per_accepted = expected_cost / expected_accepted
