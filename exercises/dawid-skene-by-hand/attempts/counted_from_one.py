# expect: votes-are-laid-out failed "At least one column still counts from 1"
votes = votes + 1
