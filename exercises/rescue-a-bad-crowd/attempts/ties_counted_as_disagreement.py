# expect: agreement-is-counted failed "You counted tied tickets as disagreement"
with_vote = votes.assign(vote=votes["item"].map(majority))
agreement = {name: (rows["label"] == rows["vote"]).mean() for name, rows in with_vote.groupby("annotator")}
