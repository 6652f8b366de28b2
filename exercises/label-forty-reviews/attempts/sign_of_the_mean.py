# expect: majority-is-counted failed "This is the sign of the mean"
crowd = ratings.map(lambda values: names[np.sign(np.mean(values))])
