# expect: majority-is-counted failed "sign of the rounded mean"
crowd = ratings.map(lambda values: names[np.sign(round(np.mean(values)))])
