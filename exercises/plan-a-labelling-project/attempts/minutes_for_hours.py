# expect: cost-is-foreseen failed "that gives minutes"
made = gold_items * brief["gold_price"]
expected_cost = made + 60 * (expected_cost - made)
