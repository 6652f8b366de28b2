# expect: votes-are-laid-out failed "They come from one person"
# expect: likelihood-is-reached failed "There are seven matrices:"
# expect: prevalence-is-right failed "There are seven matrices:"
# expect: matrices-are-right failed "There are seven matrices:"
# expect: likelihood-never-falls failed "There are seven matrices:"
again = (ratings["occasion"] > 1) * (ratings["occasion"] + 3)
votes = votes.assign(observer=votes["observer"] + again)
result = fit(votes, 4)
