# expect: budget-is-kept failed "The largest part is the review"
raters_per_item, review_share = 3, 1.0
expected_accepted = accepted(3, 1.0)
expected_cost = price(3, 1.0)
cost_per_accepted = expected_cost / expected_accepted
