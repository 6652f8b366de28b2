"""Wrong answers to "Find the wrong labels". Each cell runs after the solution; its first lines are what the learner reads."""

# %% folds-by-label
# expect: folds-are-dealt failed "follow the labels"
# expect: each-row-is-judged-from-outside failed "by 10 numbers. Each line is a row"
fold = rows["label"].to_numpy() // 2
wide = np.zeros((len(rows), 10))
for number in range(5):
    inside = fold == number
    known = sorted(rows.loc[~inside, "label"].unique())
    wide[np.ix_(np.flatnonzero(inside), known)] = predict(rows[~inside], rows[inside])
probabilities = wide

# %% one-fold-forgotten
# expect: probabilities-are-complete failed "No model judged some of the rows"
probabilities[fold == 4] = 0

# %% in-sample
# expect: each-row-is-judged-from-outside failed "The probabilities are in-sample"
probabilities = predict(rows, rows)

# %% folds-the-wrong-way-round
# expect: each-row-is-judged-from-outside failed "you trained the model on the fold that it judges"
probabilities = np.zeros((len(rows), 10))
for number in range(5):
    inside = fold == number
    probabilities[inside] = predict(rows[inside], rows[inside])

# %% model-from-elsewhere
# expect: each-row-is-judged-from-outside failed "It does not learn from `train`"
fixed = KNeighborsClassifier(n_neighbors=5).fit(rows[pixels], rows["label"])


def predict(train, new):
    return fixed.predict_proba(new[pixels])


probabilities = predict(rows, rows)

# %% rows-shuffled
# expect: each-row-is-judged-from-outside failed ", `probabilities` differs from the result of `predict` trained"
order = np.random.default_rng(1).permutation(len(rows))
probabilities = probabilities[order]

# %% one-threshold
# You have the same threshold for all ten digits.
# Try: For each digit, compute the mean over the rows with this label.
thresholds = np.full(10, own.mean())

# %% one-half-for-all
# You have the same threshold for all ten digits.
# Try: For each digit, compute the mean over the rows with this label.
thresholds = np.full(10, 0.5)

# %% mean-over-all-rows
# This is the mean probability of each digit over all rows, about one tenth.
# Try: For digit k, take only the rows with label k.
thresholds = probabilities.mean(axis=0)

# %% rows-by-first-choice
# You took the mean over the rows that the model calls k, not over the rows with label k.
# Try: Choose the rows by their label.
first = probabilities.argmax(axis=1)
thresholds = np.array([probabilities[first == digit, digit].mean() for digit in range(10)])

# %% medians
# These are medians.
# Try: Use the mean.
thresholds = np.array([np.median(own[label == digit]) for digit in range(10)])

# %% lines-and-columns-exchanged
# Lines and columns are exchanged. A line belongs to the given label.
counts = counts.T

# %% first-choice-counted
# You counted every row under the model's first choice, even if it does not reach the threshold.
counts = np.zeros((10, 10), dtype=int)
np.add.at(counts, (label, probabilities.argmax(axis=1)), 1)

# %% differing-share-for-noise
# This is how often the model's first choice differs from the label. So hard images count as wrong.
# Try: Add up the scaled table off its diagonal.
noise = (probabilities.argmax(axis=1) != label).mean()

# %% table-not-scaled
# You did not scale the table, so rows that are confidently nothing count as right.
# Try: First scale each line to the number of rows with this label.
noise = (counts.sum() - np.trace(counts)) / len(rows)

# %% divided-by-its-own-sum
# You divided the table by its own sum, so lines that lost more rows count too little.
# Try: Scale each line separately.
noise = (counts.sum() - np.trace(counts)) / counts.sum()

# %% share-of-right-labels
# This is the diagonal: the share of right labels.
# Try: Add up the cells off the diagonal.
noise = 1 - noise

# %% noise-in-per-cent
# This is a percentage.
# Try: Do not multiply by 100.
noise = 100 * noise

# %% compared-with-the-clean-copy
# expect: suspects-follow-from-the-model failed "comparing with a clean copy"
from sklearn.datasets import load_digits

clean = load_digits()
by_image = {tuple(line): digit for line, digit in zip(clean.data, clean.target)}
truth = np.array([by_image[tuple(line)] for line in rows[pixels].to_numpy()])
suspects = rows.loc[truth != label, "id"].tolist()

# %% first-choice-for-error
# expect: suspects-follow-from-the-model failed "These are the wrong labels, but also the images that are hard"
suspects = rows.loc[probabilities.argmax(axis=1) != label, "id"].tolist()

# %% one-threshold-for-suspects
# expect: suspects-follow-from-the-model failed "You used one threshold for all rows"
first = probabilities.argmax(axis=1)
sure = probabilities.max(axis=1) >= own.mean() - 1e-9
suspects = rows.loc[(first != label) & sure, "id"].tolist()

# %% unsure-of-itself
# expect: suspects-follow-from-the-model failed "An uncertain label is not enough"
suspects = rows.loc[own < thresholds[label], "id"].tolist()

# %% cut-off-at-a-number
# expect: suspects-follow-from-the-model failed "A ranking does not say where to stop"
suspects = rows["id"].iloc[np.argsort(own, kind="stable")[:200]].tolist()

# %% only-the-suspects-queued
# expect: the-queue-begins-with-the-least-believable failed "The reviewer has time for exactly this number of images"
queue = suspects

# %% queue-upside-down
# expect: the-queue-begins-with-the-least-believable failed "The queue is in the wrong order:"
queue = rows["id"].iloc[np.argsort(-own, kind="stable")[:150]].tolist()

# %% queue-without-order
# expect: the-queue-begins-with-the-least-believable failed "The reviewer would start with any of them"
queue = sorted(queue)

# %% delete-the-suspects
# If you delete these rows, you also remove rare and hard images with right labels. Then the data is easier than the real
# world.
next_step = "delete them"

# %% let-the-model-relabel
# Then the model learns its own opinion, and its errors become the truth.
next_step = "give them the label that the model is confident of"

# %% lower-weight
# A lower weight hides an error but keeps it. And a test set has no weights.
next_step = "lower their weight in training"
