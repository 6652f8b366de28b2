# expect: most-divided-are-found failed "You name 4 different sentences; the task asks for five."
most_divided = most_divided[:4]
