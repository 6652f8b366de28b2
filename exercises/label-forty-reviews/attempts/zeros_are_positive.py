# expect: majority-is-counted failed "You counted the zeros as positive"
crowd = ratings.map(lambda values: "positive" if sum(x >= 0 for x in values) > 10 else "negative")
