# expect: majority-is-counted failed "In a tie you took the first label, so it looks like a decision"
# expect: agreement-is-counted not_run "waits for another check"
counts = votes.groupby(["item", "label"]).size().unstack(fill_value=0)
majority = counts.idxmax(axis=1)
