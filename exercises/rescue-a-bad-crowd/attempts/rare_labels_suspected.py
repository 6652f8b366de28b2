# expect: the-three-are-found failed "who give the rare labels most often"
# expect: kinds-are-right not_run "waits for another check"
# expect: nobody-honest-is-flagged failed "But their tickets really have these labels"
leader = votes["label"].value_counts().index[0]
shares = votes["label"].eq(leader).groupby(votes["annotator"]).mean()
flagged = dict.fromkeys(shares.sort_values().index[:3], "one answer")
