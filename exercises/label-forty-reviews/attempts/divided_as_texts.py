# expect: most-divided-are-found failed "This is the sentence itself"
most_divided = [texts[one] for one in most_divided]
