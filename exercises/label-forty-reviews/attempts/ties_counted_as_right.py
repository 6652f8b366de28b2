# expect: accuracy-is-right failed "You counted ties as right"
accuracy = (mine[crowd.notna()].eq(crowd[crowd.notna()]).sum() + crowd.isna().sum()) / len(crowd)
