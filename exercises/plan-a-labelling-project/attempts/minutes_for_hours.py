# expect: cost-is-foreseen failed "That gives minutes, not hours"
made = gold_items * brief["gold_price"]
expected_cost = made + 60 * (expected_cost - made)
