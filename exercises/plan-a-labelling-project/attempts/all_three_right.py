# expect: independent-vote-is-right failed "two are enough"
vote_independent = hired_accuracy**3
