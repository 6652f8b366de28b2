# expect: the-design-is-read-off-a-table failed "The label 0 is dropped with the gaps"
solved = read_design


def read_design(ratings):
    return solved([[label if label else None for label in row] for row in ratings])
