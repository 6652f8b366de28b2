# expect: accuracy-is-right failed "Ties were counted as right"
accuracy = (mine[crowd.notna()].eq(crowd[crowd.notna()]).sum() + crowd.isna().sum()) / len(crowd)
