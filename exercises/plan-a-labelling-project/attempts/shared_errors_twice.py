# expect: expected-vote-is-right failed "count twice"
vote_expected = (1 - brief["shared"]) * vote_independent
