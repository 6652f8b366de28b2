# expect: group-split-does-not failed "Copies crossed the split"
accuracy_groups = cross_val_score(model, X, labels, cv=by_rows, groups=group).mean()
