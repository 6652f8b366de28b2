# expect: group-split-does-not failed "you split single rows here too, or each row has its own group"
accuracy_groups = cross_val_score(model, X, labels, cv=by_rows, groups=group).mean()
