# expect: majority-is-counted failed "The counting is right. Only the names differ"
crowd = crowd.map({"negative": -1, "neutral": 0, "positive": 1})
