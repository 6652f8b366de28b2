# expect: votes-are-laid-out failed "They are one person's"
# expect: likelihood-is-reached failed "There is a matrix for each of seven observers"
# expect: prevalence-is-right failed "There is a matrix for each of seven observers"
# expect: matrices-are-right failed "There is a matrix for each of seven observers"
# expect: likelihood-never-falls failed "There is a matrix for each of seven observers"
again = (ratings["occasion"] > 1) * (ratings["occasion"] + 3)
votes = votes.assign(observer=votes["observer"] + again)
result = fit(votes, 4)
