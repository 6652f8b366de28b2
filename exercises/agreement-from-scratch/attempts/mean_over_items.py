# expect: alpha-bears-gaps failed "Do is the mean over items"
def krippendorff_alpha(ratings, level):
    rows = [[v for v in r if v is not None] for r in ratings]
    rows = [r for r in rows if len(r) >= 2]
    bag = [v for r in rows for v in r]
    n = len(bag)

    def d(c, k):
        if c == k:
            return 0
        if level == "nominal":
            return 1
        if level == "interval":
            return (c - k) ** 2
        lo, hi = min(c, k), max(c, k)
        return (sum(lo <= v <= hi for v in bag) - bag.count(c) / 2 - bag.count(k) / 2) ** 2

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) * (len(r) - 1)) for r in rows) / len(rows)
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de
