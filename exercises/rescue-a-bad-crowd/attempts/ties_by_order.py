# expect: majority-is-counted failed "A tie was settled by the order of the labels"
# expect: agreement-is-counted not_run "waits for another check"
counts = votes.groupby(["item", "label"]).size().unstack(fill_value=0)
majority = counts.idxmax(axis=1)
