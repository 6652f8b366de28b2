# expect: folds-are-dealt failed "follow the labels"
# expect: each-row-is-judged-from-outside failed "by 10 numbers. Each line is a row"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
fold = rows["label"].to_numpy() // 2
wide = np.zeros((len(rows), 10))
for number in range(5):
    inside = fold == number
    known = sorted(rows.loc[~inside, "label"].unique())
    wide[np.ix_(np.flatnonzero(inside), known)] = predict(rows[~inside], rows[inside])
probabilities = wide
