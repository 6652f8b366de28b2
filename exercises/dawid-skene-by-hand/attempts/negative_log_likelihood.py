# expect: likelihood-is-reached failed "The sign is wrong"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed "this is a negative log-likelihood"
upright = fit


def fit(votes, classes):
    found = upright(votes, classes)
    return {**found, "log_likelihoods": [-value for value in found["log_likelihoods"]]}


result = fit(votes, 4)
