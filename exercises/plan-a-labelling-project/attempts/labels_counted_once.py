# expect: cost-is-foreseen failed "You paid for one label per item, but your plan has several"
expected_cost -= (raters_per_item - 1) * brief["items"] * brief["seconds"] / 3600 * brief["pay"]
