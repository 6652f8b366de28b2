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
