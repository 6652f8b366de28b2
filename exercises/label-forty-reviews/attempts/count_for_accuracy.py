# expect: accuracy-is-right failed "This is a count, not a share"
accuracy = int((mine[crowd.notna()] == crowd[crowd.notna()]).sum())
