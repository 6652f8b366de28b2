# expect: labels-are-rescued failed "without the three who agree least"
dropped = sorted(agreement, key=agreement.get)[:3]
winners = majority_vote([vote for vote in triples if vote[1] not in dropped]).winners
final = pd.Series({item: sorted(winners.get(item, {labels[0]}))[0] for item in majority.index})
