# expect: majority-is-counted failed "You asked for more than half of the raters"
crowd = crowd.where(votes.max(axis=1) > 10, None)
