# expect: hired-accuracy-is-right failed "You did not use the test"
# expect: independent-vote-is-right not_run "waits for another check"
# expect: expected-vote-is-right not_run "waits for another check"
hired_accuracy = 0.9 * brief["good_share"] + 0.7 * (1 - brief["good_share"])
