# expect: most-divided-are-found failed "is there more than once"
most_divided = [*most_divided[:4], most_divided[0]]
