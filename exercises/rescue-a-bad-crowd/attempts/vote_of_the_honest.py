# expect: labels-are-rescued failed "This is a vote of the five honest annotators"
kept = [vote for vote in triples if vote[1] not in flagged]
fallback = majority_vote(kept)
final = pd.Series({item: sorted(fallback.winners.get(item, {labels[0]}))[0] for item in majority.index})
