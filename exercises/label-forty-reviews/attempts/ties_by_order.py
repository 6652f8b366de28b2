# expect: majority-is-counted failed "In a tie you took the first label, as `idxmax` and `mode()[0]`"
crowd = ratings.map(lambda values: pd.Series(np.sign(values)).map(names).mode()[0])
