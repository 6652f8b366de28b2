"""Wrong answers to "Dawid and Skene by hand": each cell runs after the solution; its first lines are what the learner reads."""


# %% add-one-smoothing
# You added something to the counts (add-one smoothing). It avoids zeros, but it is a different model.
# Try: Divide the plain counts.
# expect: likelihood-is-reached failed "You smoothed the counts: you added 1 to each"
# expect: prevalence-is-right failed "The prevalence is"
# expect: matrices-are-right failed "You smoothed the counts: you added 1 to each, so cells without any vote"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "The two steps do not belong to the same model"
def m_step(votes, belief):
    belief = np.asarray(belief)
    counts = add_up(votes, belief) + 1
    return belief.mean(axis=0), counts / counts.sum(axis=2, keepdims=True)


result = fit(votes, 4)


# %% classes-from-zero
# expect: classes-are-read failed "You counted patients or classes from 0"
fitness = fitness - 1


# %% patients-from-zero
# expect: classes-are-read failed "You counted patients or classes from 0"
fitness = fitness.set_axis(range(45))


# %% published-class-4
# This is the published class 4. Columns are counted from 0.
behind_class_3 = result["belief"][:, 3].sum()


# %% share-of-patients
# This is a share.
# Try: Take the sum, not the mean.
behind_class_3 = result["belief"][:, 2].mean()


# %% copy-with-a-slip
# expect: votes-are-laid-out failed "315 rows"
# expect: shares-are-right failed "`shares` does not have the patients' shares"
# expect: likelihood-is-reached failed "This is the fit of a copy with an error:"
# expect: matrices-are-right failed "of 80 cells are wrong"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
slip = (ratings["patient"] == 7) & (ratings["observer"] == 1) & (ratings["occasion"] == 2)
votes = votes.assign(label=votes["label"].where(~slip, 0))
shares = vote_shares(votes, 4)
result = fit(votes, 4)


# %% counted-from-one
# expect: votes-are-laid-out failed "At least one column still counts from 1"
votes = votes + 1


# %% counts-not-shares
# These are counts. You did not divide.
# Try: Divide each row by its sum, so that it adds up to 1.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
def m_step(votes, belief):
    belief = np.asarray(belief)
    return belief.mean(axis=0), add_up(votes, belief)


# %% divided-by-columns
# The columns add up to 1, but the rows should. Columns show how often a label is right, not how often a class is recognised.
# Try: Divide by the sum over the given labels (the last axis).
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: matrices-are-right failed "The columns add up to 1"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
def m_step(votes, belief):
    belief = np.asarray(belief)
    counts = add_up(votes, belief)
    return belief.mean(axis=0), counts / counts.sum(axis=1, keepdims=True)


result = {**result, "matrices": m_step(votes, result["belief"])[1]}


# %% first-rating-only
# expect: votes-are-laid-out failed "You dropped two of observer 1's three ratings, and they are"
# expect: shares-are-right failed "`shares` does not have the patients' shares"
# expect: likelihood-is-reached failed "You used only the first of observer 1's three ratings"
# expect: prevalence-is-right failed "You used only the first of observer 1's three ratings"
# expect: matrices-are-right failed "You used only the first of observer 1's three ratings"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
votes = votes[(ratings["occasion"] == 1).to_numpy()]
shares = vote_shares(votes, 4)
result = fit(votes, 4)


# %% four-classes-written-in
# expect: works-on-other-crowds failed "has the shape"
# expect: likelihood-never-falls failed "has the shape"
general = fit


def fit(votes, classes):
    return general(votes, 4)


# %% invented-climb
# expect: likelihood-never-falls failed "The list and the model come from different rounds, or the"
# expect: likelihood-is-reached failed "not the right value for your data"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
honest = fit


def fit(votes, classes):
    return {**honest(votes, classes), "log_likelihoods": [-400.0, -300.0, -250.0, -240.0]}


result = fit(votes, 4)


# %% matrices-on-their-side
# Rows and columns are exchanged: your rows are given labels and your columns are true classes.
# Try: Use the order observer, true class, given label.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "With one number nobody can see a rise"
right_way = m_step


def m_step(votes, belief):
    prevalence, matrices = right_way(votes, belief)
    return prevalence, matrices.transpose(0, 2, 1)


# %% most-probable-class-only
# You gave each item completely to its most probable class, so the uncertainty is lost.
# Try: For every vote, add the whole row `belief[item]`.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
right_way = m_step


def m_step(votes, belief):
    sure = np.eye(np.shape(belief)[1])[np.argmax(belief, axis=1)]
    return np.mean(belief, axis=0), right_way(votes, sure)[1]


# %% prevalence-over-votes
# You computed the prevalence over votes, so items with more ratings count more.
# Try: Take the mean of `belief`, which has one row for each item.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
right_way = m_step


def m_step(votes, belief):
    return np.asarray(belief)[votes["item"]].mean(axis=0), right_way(votes, belief)[1]


# %% matrices-read-sideways
# You exchanged rows and columns of the matrices.
# Try: For a vote `l` take `matrices[o, :, l]`: one number for each true class.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "With one number nobody can see a rise"
right_step = e_step


def e_step(votes, prevalence, matrices):
    return right_step(votes, prevalence, np.asarray(matrices).transpose(0, 2, 1))


# %% best-class-only
# The log-likelihood counts only the best class of each item.
# Try: First add up `joint` over the classes, then take the logarithm.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
right_step = e_step


def e_step(votes, prevalence, matrices):
    belief, _ = right_step(votes, prevalence, matrices)
    return belief, joint_logs(votes, prevalence, matrices).max(axis=1).sum()


# %% logarithm-to-base-ten
# This is the logarithm with base 10.
# Try: Use the natural logarithm, `np.log`.
# expect: likelihood-is-reached failed "This is the logarithm with base 10"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
right_step = e_step


def e_step(votes, prevalence, matrices):
    belief, log_likelihood = right_step(votes, prevalence, matrices)
    return belief, log_likelihood / np.log(10)


result = fit(votes, 4)


# %% largest-logarithm-forgotten
# You subtracted the largest logarithm but did not add it again.
# Try: Use `top + np.log(sums)` for the logarithm of an item's sum.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "With one number nobody can see a rise"
right_step = e_step


def e_step(votes, prevalence, matrices):
    belief, log_likelihood = right_step(votes, prevalence, matrices)
    return belief, log_likelihood - joint_logs(votes, prevalence, matrices).max(axis=1).sum()


# %% step-with-a-minus
# The sign is wrong: this is the negative log-likelihood.
# Try: Remove the minus sign.
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "With one number nobody can see a rise"
right_step = e_step


def e_step(votes, prevalence, matrices):
    belief, log_likelihood = right_step(votes, prevalence, matrices)
    return belief, -log_likelihood


# %% negative-log-likelihood
# expect: likelihood-is-reached failed "The sign is wrong"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "this is a negative log-likelihood"
upright = fit


def fit(votes, classes):
    found = upright(votes, classes)
    return {**found, "log_likelihoods": [-value for value in found["log_likelihoods"]]}


result = fit(votes, 4)


# %% observer-dropped
# You leave out a whole person because of one row. The same matrix has 1.000 in its row for class 1.
observer_3 = "leave observer 3 out"


# %% prevalence-left-out
# You left out the prevalence, so a rare class counts as much as a frequent one.
# Try: Start each item with the logarithm of `prevalence`.
# expect: likelihood-is-reached failed "not the right value for your data"
# expect: prevalence-is-right failed "The prevalence is"
# expect: matrices-are-right failed "of 80 cells are wrong"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "The list and the model come from different rounds, or the"
right_step = e_step


def e_step(votes, prevalence, matrices):
    return right_step(votes, np.ones(len(prevalence)), matrices)


result = fit(votes, 4)


# %% random-start
# expect: likelihood-is-reached failed "which is not the right value for your data"
# expect: prevalence-is-right failed "The prevalence is"
# expect: matrices-are-right failed "EM came to rest at another result"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
def fit(votes, classes):
    belief, climb = np.random.default_rng(3).random((votes["item"].max() + 1, classes)), []
    belief /= belief.sum(axis=1, keepdims=True)
    for _ in range(500):
        prevalence, matrices = m_step(votes, belief)
        belief, log_likelihood = e_step(votes, prevalence, matrices)
        climb.append(log_likelihood)
        if len(climb) > 1 and climb[-1] - climb[-2] < 0.000001:
            break
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


result = fit(votes, 4)


# %% ratings-counted
# This is the number of ratings that say 3, not the number of patients.
behind_class_3 = (ratings["rating"] == 3).sum()


# %% retrained-on-five
# Five patients are too few. Somebody who is right on half of the patients gets at most one of five right about one time
# in five (6/32).
observer_3 = "retrain on class 3"


# %% others-are-wrong
# The model does not follow the majority. It overrules the vote for the patients in your list.
observer_3 = "nothing, the others are wrong"


# %% shares-of-all-votes
# expect: shares-are-right failed "is right on 0 of 2 inputs"
def vote_shares(votes, classes):
    counts = np.zeros((votes["item"].max() + 1, classes))
    for item, label in zip(votes["item"], votes["label"]):
        counts[item, label] += 1
    return counts / counts.sum()


# %% start-not-tied-to-the-votes
# expect: prevalence-is-right failed "label switching"
# expect: matrices-are-right failed "label switching"
# expect: works-on-other-crowds failed "label switching"
def fit(votes, classes):
    belief, climb = np.roll(vote_shares(votes, classes), 1, axis=1), []
    for _ in range(500):
        prevalence, matrices = m_step(votes, belief)
        belief, value = e_step(votes, prevalence, matrices)
        climb.append(value)
        if len(climb) > 1 and climb[-1] - climb[-2] < 0.000001:
            break
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


result = fit(votes, 4)


# %% stopped-too-early
# expect: prevalence-is-right failed "The prevalence is"
# expect: likelihood-is-reached failed "You stopped EM after 3 rounds"
# expect: matrices-are-right failed "of 80 cells are wrong"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "With one number nobody can see a rise"
def fit(votes, classes):
    belief, climb = vote_shares(votes, classes), []
    for _ in range(3):
        prevalence, matrices = m_step(votes, belief)
        belief, value = e_step(votes, prevalence, matrices)
        climb.append(value)
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


result = fit(votes, 4)


# %% three-readings-three-people
# expect: votes-are-laid-out failed "They come from one person"
# expect: likelihood-is-reached failed "There are seven matrices:"
# expect: prevalence-is-right failed "There are seven matrices:"
# expect: matrices-are-right failed "There are seven matrices:"
# expect: likelihood-never-falls failed "There are seven matrices:"
again = (ratings["occasion"] > 1) * (ratings["occasion"] + 3)
votes = votes.assign(observer=votes["observer"] + again)
result = fit(votes, 4)


# %% tie-counted-as-agreement
# A tied vote counts here as a vote for the class of the model. But a vote with two leaders has no answer.
overruled = [patient for patient in range(1, 46) if fitness[patient] not in leaders[patient - 1]]


# %% places-for-patients
# These are positions, counted from 0, not patients' numbers.
overruled = [patient - 1 for patient in overruled]


# %% underflow
# This is underflow: the product of many small shares becomes 0, and 0 divided by 0 is not a number.
# Try: Add logarithms instead of multiplying, and subtract the largest one before `exp`.
def e_step(votes, prevalence, matrices):
    joint = np.tile(np.asarray(prevalence), (votes["item"].max() + 1, 1))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        joint[item] = joint[item] * np.asarray(matrices)[observer, :, label]
    sums = joint.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return joint / sums, float(np.log(sums).sum())


# %% vote-instead-of-model
# expect: classes-are-read failed "These are the classes with the most votes, not the classes of"
fitness = pd.Series(shares.argmax(axis=1) + 1, index=range(1, 46))


# %% vote-with-the-last-of-a-tie
# expect: classes-are-read failed "These are the classes with the most votes, not the classes of"
fitness = pd.Series(4 - shares[:, ::-1].argmax(axis=1), index=range(1, 46))


# %% zero-times-infinity
# You multiplied counts by logarithms, and 0 times minus infinity is not a number.
# Try: Add the logarithm once for each vote. Do not multiply by a count of 0.
# expect: likelihood-is-reached failed "not finite numbers"
# expect: prevalence-is-right failed "not finite numbers"
# expect: matrices-are-right failed "not finite numbers"
# expect: likelihood-never-falls failed "not finite numbers"
def e_step(votes, prevalence, matrices):
    matrices = np.asarray(matrices)
    counts = np.zeros((votes["item"].max() + 1, len(matrices), len(prevalence)))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        counts[item, observer, label] += 1
    with np.errstate(all="ignore"):
        joint = np.einsum("iol,otl->it", counts, np.log(matrices)) + np.log(prevalence)
        top = joint.max(axis=1, keepdims=True)
        sums = np.exp(joint - top).sum(axis=1, keepdims=True)
        return np.exp(joint - top) / sums, float((top + np.log(sums)).sum())


result = fit(votes, 4)
