# expect: alpha-is-right-for-even-steps failed "For level "interval", this gives nominal alpha"
# expect: alpha-is-right-for-ranks failed "For level "ordinal", this gives nominal alpha"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha(ratings, "nominal")
