# expect: shares-are-right failed "is right on 0 of 2 inputs"
def vote_shares(votes, classes):
    counts = np.zeros((votes["item"].max() + 1, classes))
    for item, label in zip(votes["item"], votes["label"]):
        counts[item, label] += 1
    return counts / counts.sum()
