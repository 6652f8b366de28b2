# expect: hired-accuracy-is-right failed "some of the hired are weak"
# expect: independent-vote-is-right not_run "waits for another check"
# expect: expected-vote-is-right not_run "waits for another check"
hired_accuracy = 0.9
