# expect: the-share-has-its-interval failed "plain normal interval"
reach = 1.96 * np.sqrt(confirmed * (1 - confirmed) / len(done))
confirmed_interval = (confirmed - reach, confirmed + reach)
