# expect: votes-are-laid-out failed "You dropped two of observer 1's three ratings, and they are"
# expect: shares-are-right failed "`shares` does not have the patients' shares"
# expect: likelihood-is-reached failed "You used only the first of observer 1's three ratings"
# expect: prevalence-is-right failed "You used only the first of observer 1's three ratings"
# expect: matrices-are-right failed "You used only the first of observer 1's three ratings"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
votes = votes[(ratings["occasion"] == 1).to_numpy()]
shares = vote_shares(votes, 4)
result = fit(votes, 4)
