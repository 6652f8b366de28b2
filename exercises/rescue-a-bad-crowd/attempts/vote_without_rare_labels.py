# expect: labels-are-rescued failed "In this way rare labels disappear from a data set"
leader = votes["label"].value_counts().index[0]
shares = votes["label"].eq(leader).groupby(votes["annotator"]).mean()
dropped = list(shares.sort_values().index[:3])
winners = majority_vote([vote for vote in triples if vote[1] not in dropped]).winners
final = pd.Series({item: sorted(winners.get(item, {labels[0]}))[0] for item in majority.index})
