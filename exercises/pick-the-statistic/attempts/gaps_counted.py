# expect: the-design-is-read-off-a-table failed "You counted a missing rating as a rating"
from collections import Counter


def read_design(ratings):
    labels = Counter(label for row in ratings for label in row)
    sizes = [len(row) for row in ratings]
    return {
        "pairable": len(ratings),
        "fewest": min(sizes),
        "most": max(sizes),
        "top_share": max(labels.values()) / sum(labels.values()),
    }
