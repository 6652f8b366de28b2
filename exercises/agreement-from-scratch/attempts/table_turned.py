# expect: alpha-is-right-for-names failed "you took raters for items"
# expect: alpha-is-undefined-for-one-value not_run "waits for another check"
# expect: alpha-is-right-for-even-steps failed "you took raters for items"
# expect: alpha-is-right-for-ranks failed "you took raters for items"
# expect: alpha-bears-gaps not_run "waits for another check"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha([list(column) for column in zip(*ratings)], level)
