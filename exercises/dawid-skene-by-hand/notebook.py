# %% [markdown]
# # Dawid and Skene by hand
#
# Five anaesthetists read the forms of 45 patients and rated each patient's fitness for an anaesthetic from 1 (fit) to
# 4 (very unfit). Observer 1 read all forms three times. The data is real: it is the table with which A. P. Dawid and
# A. M. Skene introduced their method in 1979.
#
# Nobody knows the true fitness. A majority vote counts every observer equally, although some confuse 2 with 3 and some
# do not. Dawid and Skene's idea: **if we knew the truth, we could count everybody's errors. If we knew everybody's
# errors, we could weigh the votes and guess the truth.** We know neither, so we guess one, compute the other, and
# repeat this until nothing changes. This is called *EM*, for expectation and maximisation.
#
# You write it in four small functions. You can use plain loops over the votes, because the data is small.

# %%
import numpy as np
import pandas as pd

from labelwright import exercise

ex = exercise("dawid-skene-by-hand")
ratings = pd.read_csv(ex.file("dawid-skene-patients"))
ratings.head(8)

# %% [markdown]
# ## 1. Put the votes in a table
#
# Make a DataFrame `votes` with **one row for each of the 315 ratings** and three columns of whole numbers, all **counted
# from 0**:
#
# - `item`: the patient, 0 to 44
# - `observer`: the person, 0 to 4. Observer 1's three readings are three votes of *one* person
# - `label`: the rating, 0 to 3. So label 0 is the published class 1
#
# Then write `vote_shares(votes, classes)`. It returns an array with one row for each item and one column for each
# class: the share of the item's votes for each class. Each row adds up to 1. Put the patients' shares in `shares`.

# %%
votes = ...
vote_shares = ...
shares = ...
# solution
votes = pd.DataFrame(
    {"item": ratings["patient"] - 1, "observer": ratings["observer"] - 1, "label": ratings["rating"] - 1}
)


def vote_shares(votes, classes):
    counts = np.zeros((votes["item"].max() + 1, classes))
    for item, label in zip(votes["item"], votes["label"]):
        counts[item, label] += 1
    return counts / counts.sum(axis=1, keepdims=True)


shares = vote_shares(votes, 4)

# %%
ex.check("votes")

# %% [markdown]
# ## 2. The M step: from belief to matrices
#
# `belief` says how probable each true class of an item is. It has one row for each item and one column for each class,
# and each row adds up to 1. At first it is the vote shares. Write `m_step(votes, belief)`, which returns two things:
#
# - `prevalence`: the share of each true class. That is the mean of `belief` over the items.
# - `matrices[o, t, l]`: the share of the items with true class `t` that observer `o` labels `l`. For every vote, add
#   the item's belief in `t` to the count of (observer, t, label). Then divide each row, so that it adds up to 1.
#
# Here is one small case to try your function on. Two items, one observer, two classes:
#
# ```python
# few = pd.DataFrame({"item": [0, 1, 1], "observer": [0, 0, 0], "label": [0, 0, 1]})
# m_step(few, [[0.8, 0.2], [0.5, 0.5]])
# ```
#
# The three votes give true class 0 a belief of 0.8 + 0.5 + 0.5, and 0.8 + 0.5 of this is for label 0. So the first row
# is 1.3/1.8 and 0.5/1.8, or .722 and .278. Item 1 counts twice because it was rated twice. The prevalence is .65 and
# .35: there each *item* counts once.
#
# The cell gives you the first lines; with `np.asarray` the function accepts a list or an array. Replace `return ...`
# by your own lines, and end with your own `return`.


# %%
def m_step(votes, belief):
    belief = np.asarray(belief)
    classes = belief.shape[1]
    observers = votes["observer"].max() + 1
    return ...


# solution
def add_up(votes, belief):
    classes = belief.shape[1]
    counts = np.zeros((votes["observer"].max() + 1, classes, classes))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        counts[observer, :, label] += belief[item]
    return counts


def m_step(votes, belief):
    belief = np.asarray(belief)
    counts = add_up(votes, belief)
    return belief.mean(axis=0), counts / counts.sum(axis=2, keepdims=True)


# %%
ex.check("m-step")

# %% [markdown]
# ## 3. The E step: from matrices to belief
#
# Now the other direction. For one item, take each possible true class `t`, one after the other, and ask how probable
# these votes would be:
#
# `joint[t] = prevalence[t] × matrices[o, t, l] × matrices[o, t, l] × ...`, with one factor for every vote on the item.
#
# - The new belief in `t` is `joint[t]` divided by the sum of `joint` over the classes.
# - That sum is the probability of the item's votes. The **log-likelihood** is the sum of its natural logarithm   over
#   all items. It says how well prevalence and matrices explain the votes; closer to 0 is better.
#
# Write `e_step(votes, prevalence, matrices)`, which returns `belief` and `log_likelihood`. The grader tests it on an
# item with 600 votes. A product of 600 small numbers is too small for Python and becomes 0 (this is called
# *underflow*). So add logarithms. Before you apply `exp`, subtract the largest one: with `top = logs.max()`, the sum
# of `exp(logs)` is `exp(top)` times the sum of `exp(logs - top)`.
#
# A share in `matrices` can be 0. Its logarithm is minus infinity, and that is right: such a vote excludes the class.
# `with np.errstate(divide="ignore"):` turns off numpy's warning.


# %%
def e_step(votes, prevalence, matrices):
    prevalence, matrices = np.asarray(prevalence), np.asarray(matrices)
    items = votes["item"].max() + 1
    return ...


# solution
def joint_logs(votes, prevalence, matrices):
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(matrices))
        joint = np.tile(np.log(np.asarray(prevalence)), (votes["item"].max() + 1, 1))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        joint[item] += logs[observer, :, label]
    return joint


def e_step(votes, prevalence, matrices):
    joint = joint_logs(votes, prevalence, matrices)
    top = joint.max(axis=1, keepdims=True)
    sums = np.exp(joint - top).sum(axis=1, keepdims=True)
    return np.exp(joint - top) / sums, float((top + np.log(sums)).sum())


# %%
ex.check("e-step")

# %% [markdown]
# ## 4. Go round
#
# Write `fit(votes, classes)`:
#
# 1. start with the vote shares as belief. This connects class 0 with label 0. The model itself does not know the names
#    of its classes. After a random start they can come back in another order, which is called *label switching*.
# 2. do an M step, then an E step, and keep the log-likelihood in a list;
# 3. stop when it has risen by less than 0.000001, or after 500 rounds.
#
# Return a dict with four entries: `"prevalence"`, `"matrices"`, `"belief"` and `"log_likelihoods"`, the list with one
# number for each round. Put the patients' fit in `result`. Use only these two steps: no smoothing, no added constant.
#
# The checks call `fit` on the patients' data and on two simulated crowds that you do not see.

# %%
fit = ...
result = ...


# solution
def fit(votes, classes):
    belief, climb = vote_shares(votes, classes), []
    for _ in range(500):
        prevalence, matrices = m_step(votes, belief)
        belief, log_likelihood = e_step(votes, prevalence, matrices)
        climb.append(log_likelihood)
        if len(climb) > 1 and climb[-1] - climb[-2] < 0.000001:
            break
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


result = fit(votes, 4)

# %%
ex.check("fit")

# %% [markdown]
# ## 5. Does it climb?
#
# With EM, no round can make the log-likelihood worse. If yours falls even once, a step is wrong, and you cannot trust
# the numbers at the end. So this check must pass. Look at your list first.

# %%
ex.check("climb")

# %% [markdown]
# ## 6. Read the result
#
# From here on, use the published classes, **1 to 4**, and the published patient numbers, **1 to 45**.
#
# - `fitness`: a Series (or dict) from patient to the most probable class.
# - `overruled`: a list of the patients whose class is not the *single* leader of their seven votes. If two classes tie
#   for the lead, the vote has no answer, and the patient belongs in the list.
# - `behind_class_3`: how many patients are behind the matrices' rows for true class 3? Add up the belief in that
#   class.
# - `observer_3`: observer 3's row for true class 3 says that observer 3 called only .199 of these patients class 3.
#   Your manager asks you to write to observer 3. What do you do? Choose one:
#     - `"retrain on class 3"`: one fifth right is much too little
#     - `"collect more of class 3 first"`: before you say anything about that row
#     - `"leave observer 3 out"`: and fit the model again without these votes
#     - `"nothing, the others are wrong"`: the model only follows the majority

# %%
fitness = ...
overruled = ...
behind_class_3 = ...
observer_3 = ...
# solution
fitness = pd.Series(np.argmax(result["belief"], axis=1) + 1, index=range(1, 46))
leaders = [list(np.flatnonzero(np.isclose(row, row.max())) + 1) for row in shares]
overruled = [patient for patient in range(1, 46) if leaders[patient - 1] != [fitness[patient]]]
behind_class_3 = result["belief"][:, 2].sum()
observer_3 = "collect more of class 3 first"

# %%
ex.check("patients")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
