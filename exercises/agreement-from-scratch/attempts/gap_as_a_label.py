# expect: alpha-bears-gaps failed "You treated a missing rating as a label, so two gaps agree"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    if level == "nominal":
        ratings = [["none" if value is None else value for value in row] for row in ratings]
    return solved_alpha(ratings, level)
