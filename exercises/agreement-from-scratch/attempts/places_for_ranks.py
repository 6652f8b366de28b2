# expect: alpha-is-right-for-ranks failed "You did not count how many ratings are between them"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    if level != "ordinal":
        return solved_alpha(ratings, level)
    used = sorted({value for row in ratings for value in row if value is not None})
    rows = [[None if value is None else used.index(value) for value in row] for row in ratings]
    return solved_alpha(rows, "interval")
