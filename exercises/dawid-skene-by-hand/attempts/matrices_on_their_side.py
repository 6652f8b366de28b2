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
