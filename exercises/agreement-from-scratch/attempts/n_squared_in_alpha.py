# expect: alpha-is-right-for-names failed "De is divided by N × N, or Do by N - 1"
# expect: alpha-is-undefined-for-one-value not_run "waits for another check"
# expect: alpha-is-right-for-even-steps failed "De is divided by N × N, or Do by N - 1"
# expect: alpha-is-right-for-ranks failed "De is divided by N × N, or Do by N - 1"
# expect: alpha-bears-gaps not_run "waits for another check"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    items = [[value for value in row if value is not None] for row in ratings]
    n = sum(len(row) for row in items if len(row) > 1)
    return 1 - (1 - solved_alpha(ratings, level)) * n / (n - 1)
