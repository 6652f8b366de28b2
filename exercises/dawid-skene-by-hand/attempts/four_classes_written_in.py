# expect: works-on-other-crowds failed "has the shape"
# expect: likelihood-never-falls failed "has the shape"
general = fit


def fit(votes, classes):
    return general(votes, 4)
