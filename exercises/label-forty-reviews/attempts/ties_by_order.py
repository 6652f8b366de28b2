# expect: majority-is-counted failed "Ties were settled by the order of the labels"
crowd = ratings.map(lambda values: pd.Series(np.sign(values)).map(names).mode()[0])
