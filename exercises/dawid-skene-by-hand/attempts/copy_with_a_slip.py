# expect: votes-are-laid-out failed "315 rows"
# expect: shares-are-right failed "`shares` does not have the patients' shares"
# expect: likelihood-is-reached failed "This is the fit of a copy with an error:"
# expect: matrices-are-right failed "of 80 cells are wrong"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
slip = (ratings["patient"] == 7) & (ratings["observer"] == 1) & (ratings["occasion"] == 2)
votes = votes.assign(label=votes["label"].where(~slip, 0))
shares = vote_shares(votes, 4)
result = fit(votes, 4)
