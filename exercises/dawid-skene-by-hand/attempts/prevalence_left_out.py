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
