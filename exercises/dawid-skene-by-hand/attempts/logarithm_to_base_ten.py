# expect: likelihood-is-reached failed "This is the logarithm with base 10"
# expect: works-on-other-crowds failed "the log-likelihood ends at"
# expect: likelihood-never-falls failed ", but the returned prevalence and matrices give another value"
natural = fit


def fit(votes, classes):
    found = natural(votes, classes)
    return {**found, "log_likelihoods": [value / np.log(10) for value in found["log_likelihoods"]]}


result = fit(votes, 4)
