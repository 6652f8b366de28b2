# expect: classes-are-read failed "These are the classes with the most votes, not the classes of"
fitness = pd.Series(shares.argmax(axis=1) + 1, index=range(1, 46))
