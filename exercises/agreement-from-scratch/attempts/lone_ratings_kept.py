# expect: alpha-bears-gaps failed "Items with only one rating still count: they are in the bag for De"
def krippendorff_alpha(ratings, level):
    items = [[value for value in row if value is not None] for row in ratings]
    bag = [value for row in items for value in row]
    items = [row for row in items if len(row) > 1]
    n = sum(len(row) for row in items)

    def distance(c, k):
        if level == "nominal":
            return c != k
        if level == "interval":
            return (c - k) ** 2
        between = sum(min(c, k) <= value <= max(c, k) for value in bag)
        return (between - (bag.count(c) + bag.count(k)) / 2) ** 2 if c != k else 0

    far = {(c, k): distance(c, k) for c in set(bag) for k in set(bag)}
    observed = sum(sum(far[c, k] for c in row for k in row) / (len(row) - 1) for row in items) / n
    expected = sum(far[c, k] for c in bag for k in bag) / (len(bag) * (len(bag) - 1))
    return 1 - observed / expected if expected else float("nan")
