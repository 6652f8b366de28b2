"""Wrong answers to "Find the wrong labels": each cell runs after the solution, and its first lines say what must come back."""

# %% compared-with-the-clean-copy
# expect: suspects-follow-from-the-model failed "comparing with a clean copy"
# expect: suspects-are-worth-the-time not_run "waits for another check"
from sklearn.datasets import load_digits

clean = load_digits()
by_image = {tuple(line): digit for line, digit in zip(clean.data, clean.target)}
truth = np.array([by_image[tuple(line)] for line in rows[pixels].to_numpy()])
suspects = rows.loc[truth != label, "id"].tolist()


# %% cut-off-at-a-number
# expect: suspects-follow-from-the-model failed "A ranking does not say where to stop"
# expect: suspects-are-worth-the-time not_run "waits for another check"
suspects = rows["id"].iloc[np.argsort(own, kind="stable")[:200]].tolist()


# %% delete-the-suspects
# expect: a-person-decides failed "If you delete these rows, you also remove rare and hard images"
next_step = "delete them"


# %% differing-share-for-noise
# expect: the-noise-is-estimated failed "So hard images count as wrong"
noise = (probabilities.argmax(axis=1) != label).mean()


# %% first-choice-for-error
# expect: the-joint-is-counted failed "under the model's first choice"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model failed "These are the wrong labels, but also the images that are hard"
# expect: suspects-are-worth-the-time not_run "waits for another check"
first = probabilities.argmax(axis=1)
counts = pd.crosstab(label, first).to_numpy()
suspects = rows.loc[first != label, "id"].tolist()


# %% folds-by-label
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


# %% folds-the-wrong-way-round
# expect: each-row-is-judged-from-outside failed "you trained the model on the fold that it judges"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
probabilities = np.zeros((len(rows), 10))
for number in range(5):
    inside = fold == number
    probabilities[inside] = predict(rows[inside], rows[inside])


# %% in-sample
# expect: each-row-is-judged-from-outside failed "The probabilities are in-sample"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
probabilities = predict(rows, rows)


# %% let-the-model-relabel
# expect: a-person-decides failed "Then the model learns its own opinion, and its errors become"
next_step = "give them the label that the model is confident of"


# %% lines-and-columns-exchanged
# expect: the-joint-is-counted failed "Lines and columns are exchanged"
# expect: the-noise-is-estimated not_run "waits for another check"
counts = counts.T


# %% model-from-elsewhere
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


# %% one-fold-forgotten
# expect: probabilities-are-complete failed "No model judged some of the rows"
# expect: each-row-is-judged-from-outside not_run "waits for another check"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
probabilities[fold == 4] = 0


# %% one-threshold
# expect: thresholds-are-by-digit failed "You have the same threshold for all ten digits"
# expect: suspects-follow-from-the-model failed "You used one threshold for all rows"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
thresholds = np.full(10, own.mean())
first = probabilities.argmax(axis=1)
sure = probabilities.max(axis=1) >= own.mean() - 1e-9
suspects = rows.loc[(first != label) & sure, "id"].tolist()


# %% only-the-suspects-queued
# expect: the-queue-begins-with-the-least-believable failed "The reviewer has time for exactly this number of images"
queue = suspects


# %% queue-upside-down
# expect: the-queue-begins-with-the-least-believable failed "The queue is in the wrong order:"
queue = rows["id"].iloc[np.argsort(-own, kind="stable")[:150]].tolist()


# %% queue-without-order
# expect: the-queue-begins-with-the-least-believable failed "The reviewer would start with any of them"
queue = sorted(queue)


# %% rows-shuffled
# expect: each-row-is-judged-from-outside failed ", `probabilities` differs from the result of `predict` trained"
# expect: thresholds-are-by-digit not_run "waits for another check"
# expect: the-joint-is-counted not_run "waits for another check"
# expect: the-noise-is-estimated not_run "waits for another check"
# expect: suspects-follow-from-the-model not_run "waits for another check"
# expect: suspects-are-worth-the-time not_run "waits for another check"
# expect: the-queue-begins-with-the-least-believable not_run "waits for another check"
order = np.random.default_rng(1).permutation(len(rows))
probabilities = probabilities[order]


# %% table-not-scaled
# expect: the-noise-is-estimated failed "You did not scale the table, so rows that are confidently"
noise = (counts.sum() - np.trace(counts)) / len(rows)


# %% unsure-of-itself
# expect: suspects-follow-from-the-model failed "An uncertain label is not enough"
# expect: suspects-are-worth-the-time not_run "waits for another check"
suspects = rows.loc[own < thresholds[label], "id"].tolist()
