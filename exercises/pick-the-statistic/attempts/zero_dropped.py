# expect: the-design-is-read-off-a-table failed "You dropped the label 0 together with the gaps, because `if"
solved = read_design


def read_design(ratings):
    return solved([[label if label else None for label in row] for row in ratings])
