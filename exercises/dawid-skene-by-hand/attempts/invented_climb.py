# expect: likelihood-never-falls failed "The list and the model come from different rounds, or the"
# expect: likelihood-is-reached failed "not the right value for your data"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
honest = fit


def fit(votes, classes):
    return {**honest(votes, classes), "log_likelihoods": [-400.0, -300.0, -250.0, -240.0]}


result = fit(votes, 4)
