# expect: random-split-rewards-memory failed "The real labels were used"
accuracy_random = cross_val_score(model, X, messages["label"], cv=by_rows).mean()
