# expect: classes-are-read failed "leaders of the vote"
fitness = pd.Series(shares.argmax(axis=1) + 1, index=range(1, 46))
