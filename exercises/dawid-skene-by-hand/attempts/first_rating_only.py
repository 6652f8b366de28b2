# expect: votes-are-laid-out failed "two of observer 1's three were dropped"
# expect: shares-are-right failed "is not the patients' shares"
# expect: likelihood-is-reached failed "Only the first of observer 1's three ratings"
# expect: prevalence-is-right failed "Only the first of observer 1's three ratings"
# expect: matrices-are-right failed "Only the first of observer 1's three ratings"
# expect: likelihood-never-falls failed "returned give another one"
votes = votes[(ratings["occasion"] == 1).to_numpy()]
shares = vote_shares(votes, 4)
result = fit(votes, 4)
