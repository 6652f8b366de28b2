# expect: alpha-is-right-for-ranks failed "This is interval alpha"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha(ratings, "interval" if level == "ordinal" else level)
