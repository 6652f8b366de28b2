# expect: most-divided-are-found failed "the widest spread of ratings"
most_divided = ratings.map(np.std).sort_values(ascending=False, kind="stable").index[:5].tolist()
