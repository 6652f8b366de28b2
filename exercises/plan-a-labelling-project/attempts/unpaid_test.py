# expect: cost-is-foreseen failed "You did not pay for the time in the test, but it is work"
test_time = gold_items * brief["applicants"] * brief["seconds"] / 3600 * brief["pay"]
expected_cost = expected_cost - test_time
