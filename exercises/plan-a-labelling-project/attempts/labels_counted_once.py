# expect: cost-is-foreseen failed "the plan has several"
expected_cost -= (raters_per_item - 1) * brief["items"] * brief["seconds"] / 3600 * brief["pay"]
