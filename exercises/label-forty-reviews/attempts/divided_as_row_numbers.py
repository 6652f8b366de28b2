# expect: most-divided-are-found failed "It looks like a row number"
most_divided = [list(reviews["id"]).index(one) for one in most_divided]
