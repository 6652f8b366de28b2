# expect: accuracy-is-right failed "You divided by one sentence too many"
known = crowd.notna()
accuracy = (mine[known] == crowd[known]).sum() / (known.sum() + 1)
