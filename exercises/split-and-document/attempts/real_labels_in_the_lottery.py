# expect: random-split-rewards-memory failed "You used the real labels, spam and ham"
accuracy_random = cross_val_score(model, X, messages["label"], cv=by_rows).mean()
