# expect: votes-are-laid-out failed "still counted from 1"
votes = votes + 1
