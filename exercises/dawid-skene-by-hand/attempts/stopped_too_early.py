# expect: prevalence-is-right failed "The prevalence is"
# expect: likelihood-is-reached failed "EM was stopped after 3 rounds"
# expect: matrices-are-right failed "cells are off"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "One number cannot climb"
def fit(votes, classes):
    belief, climb = vote_shares(votes, classes), []
    for _ in range(3):
        prevalence, matrices = m_step(votes, belief)
        belief, value = e_step(votes, prevalence, matrices)
        climb.append(value)
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


result = fit(votes, 4)
