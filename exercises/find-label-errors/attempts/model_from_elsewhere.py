# expect: each-row-is-judged-from-outside failed "It does not learn from `train`"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
fixed = KNeighborsClassifier(n_neighbors=5).fit(rows[pixels], rows["label"])


def predict(train, new):
    return fixed.predict_proba(new[pixels])


probabilities = predict(rows, rows)
