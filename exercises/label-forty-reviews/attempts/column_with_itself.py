# expect: accuracy-is-right failed "Did you compare a column with itself"
accuracy = (crowd[crowd.notna()] == crowd[crowd.notna()]).mean()
