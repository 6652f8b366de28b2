# expect: expected-vote-is-right failed "You treated the raters as independent"
vote_expected = vote_independent
