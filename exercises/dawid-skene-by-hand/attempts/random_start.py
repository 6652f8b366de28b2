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
