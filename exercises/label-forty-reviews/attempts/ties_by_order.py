# expect: majority-is-counted failed "In a tie you took the first of the labels, as `idxmax`"
crowd = ratings.map(lambda values: pd.Series(np.sign(values)).map(names).mode()[0])
