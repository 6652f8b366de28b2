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
