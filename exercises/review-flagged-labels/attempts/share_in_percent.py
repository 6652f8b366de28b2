# expect: the-share-has-its-interval failed "This is a percentage"
confirmed = 100 * confirmed
