# expect: votes-are-laid-out failed "315 rows"
# expect: shares-are-right failed "is not the patients' shares"
# expect: likelihood-is-reached failed "a copy with a slip"
# expect: matrices-are-right failed "cells are off"
# expect: likelihood-never-falls failed "returned give another one"
slip = (ratings["patient"] == 7) & (ratings["observer"] == 1) & (ratings["occasion"] == 2)
votes = votes.assign(label=votes["label"].where(~slip, 0))
shares = vote_shares(votes, 4)
result = fit(votes, 4)
