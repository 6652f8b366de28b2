# expect: alpha-is-right-for-ranks failed "For level "ordinal", this gives interval alpha"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha(ratings, "interval" if level == "ordinal" else level)
