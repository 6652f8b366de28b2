"""Wrong answers to "Dawid and Skene by hand": each cell runs after the solution, and its first lines say what must come back."""


# %% add-one-smoothing
# expect: m-step-is-right failed "add-one smoothing"
# expect: likelihood-is-reached failed "You smoothed the counts: you added 1 to each"
# expect: prevalence-is-right failed "The prevalence is"
# expect: matrices-are-right failed "You smoothed the counts: you added 1 to each, so cells without any vote"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "The two steps do not belong to the same model"
def m_step(votes, belief):
    belief = np.asarray(belief)
    classes = belief.shape[1]
    counts = np.ones((votes["observer"].max() + 1, classes, classes))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        counts[observer, :, label] += belief[item]
    return belief.mean(axis=0), counts / counts.sum(axis=2, keepdims=True)


result = fit(votes, 4)


# %% classes-from-zero
# expect: classes-are-read failed "You counted patients or classes from 0"
# expect: knows-what-a-row-rests-on failed "This is the published class 4"
# expect: small-row-is-not-overread not_run "waits for another check"
fitness = pd.Series(np.argmax(result["belief"], axis=1), index=range(1, 46))
behind_class_3 = result["belief"][:, 3].sum()


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
# expect: m-step-is-right failed "These are counts"
plain_fit, plain_step = fit, m_step


def counts_only(votes, belief):
    belief = np.asarray(belief)
    classes = belief.shape[1]
    counts = np.zeros((votes["observer"].max() + 1, classes, classes))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        counts[observer, :, label] += belief[item]
    return belief.mean(axis=0), counts


def fit(votes, classes):
    global m_step
    m_step = plain_step
    found = plain_fit(votes, classes)
    m_step = counts_only
    return found


m_step = counts_only


# %% divided-by-columns
# expect: m-step-is-right failed "The columns add up to 1"
# expect: matrices-are-right failed "The columns add up to 1"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
def m_step(votes, belief):
    belief = np.asarray(belief)
    classes = belief.shape[1]
    counts = np.zeros((votes["observer"].max() + 1, classes, classes))
    for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
        counts[observer, :, label] += belief[item]
    return belief.mean(axis=0), counts / counts.sum(axis=1, keepdims=True)


_, by_columns = m_step(votes, result["belief"])
result = {**result, "matrices": by_columns}
kept = dict(prevalence=result["prevalence"])


def fit(votes, classes):
    belief, climb = vote_shares(votes, classes), []
    for _ in range(200):
        counts = np.zeros((votes["observer"].max() + 1, classes, classes))
        for item, observer, label in zip(votes["item"], votes["observer"], votes["label"]):
            counts[observer, :, label] += belief[item]
        prevalence, matrices = belief.mean(axis=0), counts / counts.sum(axis=2, keepdims=True)
        belief, value = e_step(votes, prevalence, matrices)
        climb.append(value)
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


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


# %% logarithm-to-base-ten
# expect: likelihood-is-reached failed "This is the logarithm with base 10"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
natural = fit


def fit(votes, classes):
    found = natural(votes, classes)
    return {**found, "log_likelihoods": [value / np.log(10) for value in found["log_likelihoods"]]}


result = fit(votes, 4)


# %% matrices-on-their-side
# expect: m-step-is-right failed "your rows are given labels and your columns are true classes"
right_way = m_step


def m_step(votes, belief):
    prevalence, matrices = right_way(votes, belief)
    return prevalence, matrices.transpose(0, 2, 1)


def fit(votes, classes, steps=(right_way, e_step)):
    belief, climb = vote_shares(votes, classes), []
    for _ in range(100):
        prevalence, matrices = steps[0](votes, belief)
        belief, value = steps[1](votes, prevalence, matrices)
        climb.append(value)
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


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
# expect: small-row-is-not-overread failed "You leave out a whole person because of one row"
observer_3 = "leave observer 3 out"


# %% prevalence-left-out
# expect: e-step-is-right failed "You left out the prevalence, so a rare class counts as much as"
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
# expect: knows-what-a-row-rests-on failed "not the number of patients"
# expect: small-row-is-not-overread not_run "waits for another check"
behind_class_3 = (ratings["rating"] == 3).sum()


# %% retrained-on-five
# expect: small-row-is-not-overread failed "Somebody who is right on half of the patients gets at most one"
observer_3 = "retrain on class 3"


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


# %% tie-by-order
# expect: overruled-are-found failed "In a tie you took the first class:"
first_leader = shares.argmax(axis=1) + 1
overruled = [
    patient for patient in range(1, 46) if first_leader[patient - 1] != fitness[patient] and patient != 12
]


# %% underflow
# expect: e-step-is-right failed "This is underflow"
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


# %% zero-times-infinity
# expect: e-step-is-right failed "0 times minus infinity"
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
