# %% [markdown]
# # Find the wrong labels
#
# A data set of 1,797 handwritten digits comes back from labelling. Some of its labels are wrong, but nobody knows
# which. A reviewer has time to look at 150 images. Which images should the reviewer see?
#
# The images are real: scans of 8 by 8 pixels, written by 13 people and published with their labels by Alpaydin and
# Kaynak in 1998. **The errors are ours.** For each learner we changed a different random part of the labels to one of
# the nine other digits. So here, unlike in a real job, it is known which labels are wrong, and your list can be
# judged.
#
# The published labels are on this computer. If you compare with them, you find every error but show nothing, because a
# customer's data has no clean copy. The checks look at your method, not only at the list.

# %%
import numpy as np
import pandas as pd
from sklearn.ensemble import RandomForestClassifier
from sklearn.neighbors import KNeighborsClassifier

from labelwright import exercise

ex = exercise("find-label-errors")
rows = ex.sample()
pixels = [name for name in rows if name.startswith("pixel")]
rows[["id", "label", *pixels[:4]]].head()

# %% [markdown]
# ## 1. Judge every row from outside
#
# A model that was trained on a row has seen its label, right or wrong, and often repeats it. Such a judgement is
# called *in-sample*. You need *out-of-sample* judgements: each row is judged by a model that never saw it.
#
# **The method: five folds.** Divide the rows into five parts, the *folds*. Five times, train on four folds and judge
# the fifth. At the end every row has been judged once, by a model that did not see it.
#
# Make three things:
#
# - `fold`: for each of the 1,797 rows, in their order, the number of its fold, 0 to 4. Divide at random, with about
#   the same number of rows in each fold;
# - `predict(train, new)`: a function that trains a model on the table `train` (its columns `pixels` and `label`) and
#   returns its probabilities for the table `new` (columns `pixels`): one line for each row of `new`, ten numbers for the
#   digits 0 to 9;
# - `probabilities`: these ten numbers for every row, from the model that did not see the row. A numpy array of 1,797
#   by 10.
#
# Use `KNeighborsClassifier(n_neighbors=10)`, which compares with the ten most similar images, or
# `RandomForestClassifier`. Both have `.fit(table, labels)` and `.predict_proba(table)`. To judge your work, the checks
# call your `predict` on one of your folds again, and compare.

# %%
fold = ...
# solution
rng = np.random.default_rng(7)
fold = rng.permutation(np.arange(len(rows)) % 5)

# %%
predict = ...
# solution


def predict(train, new):
    """Probabilities for the rows of `new` from a model trained on `train`."""
    model = KNeighborsClassifier(n_neighbors=10)
    model.fit(train[pixels], train["label"])
    return model.predict_proba(new[pixels])


# %%
probabilities = ...
# solution
probabilities = np.zeros((len(rows), 10))
for number in range(5):
    inside = fold == number
    probabilities[inside] = predict(rows[~inside], rows[inside])

# %%
ex.check("outside")

# %% [markdown]
# **See the difference.** The next cell asks a random forest about rows that it was trained on, and counts how often
# its first choice differs from the label. Then look at the same count for your own probabilities. The labels are the
# same both times.

# %%
in_sample = RandomForestClassifier(50, random_state=0).fit(rows[pixels], rows["label"]).predict(rows[pixels])
print("in-sample, first choice differs from the label:", (in_sample != rows["label"]).sum())
if probabilities is not ...:
    first = np.argmax(probabilities, axis=1)
    print("out-of-sample, first choice differs from the label:", (first != rows["label"]).sum())

# %% [markdown]
# ## 2. Count what the model is confident of
#
# The second count includes more than errors. A model's first choice differs from the label if the label is wrong, *and
# also* if the image is hard for the model. To separate the two, ask when the model is *confident*. Some digits are
# harder than others, so each digit gets its own threshold:
#
# - the *self-confidence* of a row is the probability that the model gives to the row's own label;
# - `thresholds`: ten numbers. The threshold of digit k is the mean self-confidence of **the rows labelled k**;
# - a row is *confidently k* if its probability of k is at least the threshold of k. If this is true for several
#   digits, the most probable one counts. If it is true for none, the row is confidently nothing;
# - `counts`: a table of 10 by 10. Line i, column j says how many rows have label i and are confidently j. This is
#   called the *confident joint*. Rows that are confidently nothing are not in it.
#
# The rows off the diagonal of `counts` have one label and are confidently another digit. But some rows are missing
# from the table, so scale it first: multiply each line so that it adds up to the number of rows with this label. Then
# divide by all 1,797.
#
# - `noise`: the sum off the diagonal after that. It estimates the share of wrong labels, from 0 to 1.

# %%
thresholds = ...
counts = ...
noise = ...
# solution
label = rows["label"].to_numpy()
own = probabilities[np.arange(len(rows)), label]
thresholds = np.array([own[label == digit].mean() for digit in range(10)])
above = np.where(probabilities >= thresholds - 1e-9, probabilities, -1)
confident = np.where(above.max(axis=1) >= 0, above.argmax(axis=1), -1)
counts = np.zeros((10, 10), dtype=int)
for given, sure in zip(label, confident, strict=True):
    if sure >= 0:
        counts[given, sure] += 1
scaled = counts / counts.sum(axis=1, keepdims=True) * np.bincount(label, minlength=10)[:, None] / len(rows)
noise = scaled.sum() - np.trace(scaled)

# %%
ex.check("joint")

# %% [markdown]
# ## 3. Name the suspects
#
# Put in `suspects` the ids of the rows that are confidently a different digit from their label: the rows off the
# diagonal of `counts`.

# %%
suspects = ...
# solution
suspects = rows.loc[(confident >= 0) & (confident != label), "id"].tolist()

# %%
ex.check("suspects")

# %% [markdown]
# ## 4. Order the review
#
# A list has no order, but a reviewer must start somewhere. A *ranking* uses the time best: the row with the least
# probable label comes first.
#
# - `queue`: the ids of the 150 rows with the lowest self-confidence, of all 1,797 rows, the lowest first. If several
#   have the same value, any order is right;
# - `next_step`: what should happen to the rows of `queue`? One of `"delete them"`, `"give them the label that the model is
#   confident of"`, `"show them to a person who decides"`, `"lower their weight in training"`.

# %%
queue = ...
next_step = ...
# solution
queue = rows["id"].iloc[np.argsort(own, kind="stable")[:150]].tolist()
next_step = "show them to a person who decides"

# %%
ex.check("queue")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
