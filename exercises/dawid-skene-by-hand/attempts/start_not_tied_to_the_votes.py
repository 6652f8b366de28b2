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
