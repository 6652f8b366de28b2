# expect: the-share-has-its-interval failed "This is the simple normal interval:"
reach = 1.96 * np.sqrt(confirmed * (1 - confirmed) / len(done))
confirmed_interval = (confirmed - reach, confirmed + reach)
