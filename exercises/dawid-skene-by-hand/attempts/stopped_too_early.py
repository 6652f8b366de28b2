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
