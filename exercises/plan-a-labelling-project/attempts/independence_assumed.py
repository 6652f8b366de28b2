# expect: expected-vote-is-right failed "taken to be independent"
vote_expected = vote_independent
