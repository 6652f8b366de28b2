# expect: alpha-is-right-for-even-steps failed "the level has no effect"
# expect: alpha-is-right-for-ranks failed "the level has no effect"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha(ratings, "nominal")
