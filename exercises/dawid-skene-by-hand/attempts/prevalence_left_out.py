# expect: e-step-is-right failed "The prevalence is left out"
# expect: likelihood-is-reached failed "not the right value for your data"
# expect: prevalence-is-right failed "The prevalence is"
# expect: matrices-are-right failed "cells are off"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "do not come from the same rounds"
right_step = e_step


def e_step(votes, prevalence, matrices):
    return right_step(votes, np.ones(len(prevalence)), matrices)


result = fit(votes, 4)
