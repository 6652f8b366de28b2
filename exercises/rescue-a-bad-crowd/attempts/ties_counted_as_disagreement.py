# expect: agreement-is-counted failed "Tied tickets were counted as disagreement"
told = votes.assign(vote=votes["item"].map(majority))
agreement = {name: (rows["label"] == rows["vote"]).mean() for name, rows in told.groupby("annotator")}
