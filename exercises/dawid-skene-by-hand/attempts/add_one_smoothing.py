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
