"""Wrong answers to "Agreement from scratch": each cell runs after the solution, and its first lines say what must come back."""

# %% always-linear
# expect: weighted-is-right failed "Your function uses linear weights, even if `weights` is another"
solved = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return solved(a, b, labels, linear(len(labels)))


# %% chance-by-dice
# expect: cohen-is-right failed "as if both people threw dice"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
def cohen_kappa(a, b):
    observed = sum(x == y for x, y in zip(a, b)) / len(a)
    q = len({*a, *b})
    return (observed - 1 / q) / (1 - 1 / q)


# %% cut-off-at-zero
# expect: cohen-is-right failed "You cut off the coefficient at 0"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
# expect: fleiss-is-right failed "You cut off the coefficient at 0"
# expect: fleiss-is-undefined-for-one-label not_run "waits for another check"
full_kappa, full_fleiss = cohen_kappa, fleiss_kappa


def cohen_kappa(a, b):
    return max(0, full_kappa(a, b))


def fleiss_kappa(counts):
    return max(0, full_fleiss(counts))


# %% divided-by-m
# expect: alpha-is-right-for-names failed "You divided an item's sum by m"
# expect: alpha-is-right-for-even-steps failed "You divided an item's sum by m"
# expect: alpha-is-right-for-ranks failed "You divided an item's sum by m"
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

    do = sum(sum(d(x, y) for x in r for y in r) / len(r) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% divided-by-nothing
# expect: fleiss-is-undefined-for-one-label failed "Before you divide, check whether the divisor is 0."
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return (agree - chance) / (1 - chance)


# %% each-pair-once-in-observed
# expect: alpha-is-right-for-names failed "Do counts each pair once, or De counts each pair too often."
# expect: alpha-is-right-for-even-steps failed "Do counts each pair once, or De counts each pair too often."
# expect: alpha-is-right-for-ranks failed "Do counts each pair once, or De counts each pair too often."
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

    do = sum(sum(d(x, y) for i, x in enumerate(r) for y in r[i + 1 :]) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% fleiss-for-cohen
# expect: cohen-is-right failed "this is Fleiss' kappa of two raters"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
def cohen_kappa(a, b):
    counts = [[(x == label) + (y == label) for label in sorted({*a, *b})] for x, y in zip(a, b)]
    return fleiss_kappa(counts)


# %% free-marginals
# expect: fleiss-is-right failed "this is Randolph's kappa"
# expect: fleiss-is-undefined-for-one-label not_run "waits for another check"
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = 1 / len(counts[0])
    return (agree - chance) / (1 - chance)


# %% gap-as-a-label
# expect: alpha-bears-gaps failed "You treated a missing rating as a label, so two gaps agree"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    if level == "nominal":
        ratings = [["none" if value is None else value for value in row] for row in ratings]
    return solved_alpha(ratings, level)


# %% gap-as-zero
# expect: alpha-bears-gaps failed "You treated a missing rating as a 0."
def krippendorff_alpha(ratings, level):
    rows = [[0 if v is None else v for v in r] for r in ratings]
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

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% gaps-left-at-two-levels
# expect: alpha-bears-gaps failed "NoneType"
def krippendorff_alpha(ratings, level):
    rows = [[v for v in r if v is not None or level != "nominal"] for r in ratings]
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

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% labels-as-they-turn-up
# expect: weighted-is-right failed "You numbered the labels in the order in which they first appear"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
solved = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return solved(a, b, list(dict.fromkeys([*a, *b])), weights)


# %% labels-for-raters
# expect: fleiss-is-right failed "Your n is the number of labels."
def fleiss_kappa(counts):
    n = len(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if chance == 1 else (agree - chance) / (1 - chance)


# %% labels-in-lower-case
# expect: cohen-is-right failed "you ignore upper and lower case, and spaces"
right_kappa = cohen_kappa


def cohen_kappa(a, b):
    return right_kappa(*([str(label).lower().strip() for label in labels] for labels in (a, b)))


# %% labels-of-the-example
# expect: cohen-is-right failed "Your pe uses the labels yes and no only"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in ["yes", "no"])
    return float("nan") if pe == 1 else (po - pe) / (1 - pe)


# %% level-ignored
# expect: alpha-is-right-for-even-steps failed "For level "interval", this gives nominal alpha"
# expect: alpha-is-right-for-ranks failed "For level "ordinal", this gives nominal alpha"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha(ratings, "nominal")


# %% lone-ratings-kept
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


# %% mean-over-items
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


# %% n-squared-in-alpha
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


# %% nan-as-text
# expect: cohen-is-undefined-where-chance-is-perfect failed "This is text, not a number"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return "nan" if pe == 1 else (po - pe) / (1 - pe)


# %% nan-for-equal-lists
# expect: cohen-is-right failed "You return NaN where all agree"
# expect: weighted-is-right failed "You return NaN where all agree"
# expect: fleiss-is-right failed "You return NaN where all agree"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if a == b else (po - pe) / (1 - pe)


def weighted_kappa(a, b, labels, weights):
    n = len(a)
    o = e = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            o += weights[i][j] * sum(p == x and q == y for p, q in zip(a, b)) / n
            e += weights[i][j] * (a.count(x) / n) * (b.count(y) / n)
    return float("nan") if a == b else 1 - o / e


def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if all(max(row) == n for row in counts) else (agree - chance) / (1 - chance)


# %% nan-for-full-agreement
# expect: cohen-is-right failed "You return NaN where all agree"
# expect: weighted-is-right failed "You return NaN where all agree"
# expect: fleiss-is-right failed "You return NaN where all agree"
# expect: alpha-is-right-for-names failed "You return NaN where all agree"
# expect: alpha-is-right-for-even-steps failed "You return NaN where all agree"
# expect: alpha-is-right-for-ranks failed "You return NaN where all agree"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if po == 1 else (po - pe) / (1 - pe)


def weighted_kappa(a, b, labels, weights):
    n = len(a)
    o = e = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            o += weights[i][j] * sum(p == x and q == y for p, q in zip(a, b)) / n
            e += weights[i][j] * (a.count(x) / n) * (b.count(y) / n)
    return float("nan") if o == 0 else 1 - o / e


def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if agree == 1 else (agree - chance) / (1 - chance)


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

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if do == 0 else 1 - do / de


# %% no-brackets
# expect: cohen-is-right failed "without brackets"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if pe == 1 else po - pe / 1 - pe


# %% observed-by-n-minus-1
# expect: alpha-is-right-for-names failed "De is divided by N × N, or Do by N - 1"
# expect: alpha-is-right-for-even-steps failed "De is divided by N × N, or Do by N - 1"
# expect: alpha-is-right-for-ranks failed "De is divided by N × N, or Do by N - 1"
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

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / (n - 1)
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% one-label-is-perfect
# expect: cohen-is-undefined-where-chance-is-perfect failed "as if one label for everything were perfect agreement"
before = cohen_kappa


def cohen_kappa(a, b):
    return before(a, b) if len({*a, *b}) > 1 else 1.0


# %% ordinal-as-interval
# expect: alpha-is-right-for-ranks failed "For level "ordinal", this gives interval alpha"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha(ratings, "interval" if level == "ordinal" else level)


# %% ordinal-left-nominal
# expect: alpha-is-right-for-ranks failed "For level "ordinal", this gives nominal alpha."
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
        return 1

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% pairs-with-oneself-on-top
# expect: fleiss-is-right failed "it counts k × k pairs"
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * k for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if chance == 1 else (agree - chance) / (1 - chance)


# %% people-exchanged
# expect: weighted-is-right failed "You exchanged the two people: for example"
def weighted_kappa(a, b, labels, weights):
    n = len(a)
    o = e = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            o += weights[i][j] * sum(p == x and q == y for p, q in zip(b, a)) / n
            e += weights[i][j] * (b.count(x) / n) * (a.count(y) / n)
    return float("nan") if e == 0 else 1 - o / e


# %% places-for-labels
# expect: cohen-is-right failed "or your pe is 0"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in range(len(set(a))))
    return float("nan") if pe == 1 else (po - pe) / (1 - pe)


# %% places-for-ranks
# expect: alpha-is-right-for-ranks failed "You did not count how many ratings are between them"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    if level != "ordinal":
        return solved_alpha(ratings, level)
    used = sorted({value for row in ratings for value in row if value is not None})
    rows = [[None if value is None else used.index(value) for value in row] for row in ratings]
    return solved_alpha(rows, "interval")


# %% quotient-only
# expect: alpha-is-right-for-names failed "You did not subtract the quotient from 1"
# expect: alpha-is-right-for-even-steps failed "You did not subtract the quotient from 1"
# expect: alpha-is-right-for-ranks failed "You did not subtract the quotient from 1"
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

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else do / de


# %% ranks-among-lone-ratings
# expect: alpha-bears-gaps failed "The ordinal distance also counts ratings that you dropped"
def krippendorff_alpha(ratings, level):
    rows = [[v for v in r if v is not None] for r in ratings]
    rows = [r for r in rows if len(r) >= 2]
    bag = [v for r in rows for v in r]
    n = len(bag)
    raw = [v for r in ratings for v in r if v is not None]

    def d(c, k):
        if c == k:
            return 0
        if level == "nominal":
            return 1
        if level == "interval":
            return (c - k) ** 2
        lo, hi = min(c, k), max(c, k)
        return (sum(lo <= v <= hi for v in raw) - raw.count(c) / 2 - raw.count(k) / 2) ** 2

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% ranks-in-whole-steps
# expect: alpha-is-right-for-ranks failed "TypeError"
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
        return (sum(bag.count(v) for v in range(lo, hi + 1)) - bag.count(c) / 2 - bag.count(k) / 2) ** 2

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de


# %% raters-paired-with-themselves
# expect: fleiss-is-right failed "You also paired each rater with themselves, and such pairs"
# expect: fleiss-is-undefined-for-one-label not_run "waits for another check"
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * k for k in row) / n**2 for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return (agree - chance) / (1 - chance)


# %% raw-agreement
# expect: cohen-is-right failed "Either you do not subtract the agreement by chance, or your pe is 0"
# expect: cohen-is-undefined-where-chance-is-perfect not_run "waits for another check"
def cohen_kappa(a, b):
    return sum(x == y for x, y in zip(a, b)) / len(a)


# %% rounded-to-two-places
# expect: cohen-is-right failed "right, but rounded to 2 places"
# expect: weighted-is-right failed "right, but rounded to 2 places"
# expect: fleiss-is-right failed "right, but rounded to 2 places"
# expect: alpha-is-right-for-names failed "right, but rounded to 2 places"
# expect: alpha-is-right-for-even-steps failed "right, but rounded to 2 places"
# expect: alpha-is-right-for-ranks failed "right, but rounded to 2 places"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if pe == 1 else round((po - pe) / (1 - pe), 2)


def weighted_kappa(a, b, labels, weights):
    n = len(a)
    o = e = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            o += weights[i][j] * sum(p == x and q == y for p, q in zip(a, b)) / n
            e += weights[i][j] * (a.count(x) / n) * (b.count(y) / n)
    return float("nan") if e == 0 else round(1 - o / e, 2)


def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if chance == 1 else round((agree - chance) / (1 - chance), 2)


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

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else round(1 - do / de, 2)


# %% shares-by-whole-division
# expect: cohen-is-right failed "or your pe is 0"
# expect: fleiss-is-right failed "or your Pe is 0"
def cohen_kappa(a, b):
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) // n) * (b.count(label) / n) for label in set(a) | set(b))
    return float("nan") if pe == 1 else (po - pe) / (1 - pe)


def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts) / len(counts)
    chance = sum((sum(column) // (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if chance == 1 else (agree - chance) / (1 - chance)


# %% table-turned
# expect: alpha-is-right-for-names failed "you took raters for items"
# expect: alpha-is-undefined-for-one-value not_run "waits for another check"
# expect: alpha-is-right-for-even-steps failed "you took raters for items"
# expect: alpha-is-right-for-ranks failed "you took raters for items"
# expect: alpha-bears-gaps not_run "waits for another check"
solved_alpha = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return solved_alpha([list(column) for column in zip(*ratings)], level)


# %% unordered-pairs-below
# expect: fleiss-is-right failed "P is twice too large"
def fleiss_kappa(counts):
    n = sum(counts[0])
    agree = sum(sum(k * (k - 1) for k in row) / (n * (n - 1) / 2) for row in counts) / len(counts)
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts))
    return float("nan") if chance == 1 else (agree - chance) / (1 - chance)


# %% values-of-the-example
# expect: cohen-is-right failed "Your function gives .4 for every input"
def cohen_kappa(a, b):
    a, b = first, second
    n = len(a)
    po = sum(x == y for x, y in zip(a, b)) / n
    pe = sum((a.count(label) / n) * (b.count(label) / n) for label in set(a) | set(b))
    return (po - pe) / (1 - pe)


# %% weights-not-used
# expect: weighted-is-right failed "this is plain Cohen's kappa"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
def weighted_kappa(a, b, labels, weights):
    return cohen_kappa(a, b)


# %% weights-taken-for-agreement
# expect: weighted-is-right failed "You used the weights as agreement, but a weight says how bad a"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
def weighted_kappa(a, b, labels, weights):
    n, pairs = len(a), list(zip(a, b))
    places = [(i, j) for i in range(len(labels)) for j in range(len(labels))]
    o = sum(weights[i][j] * pairs.count((labels[i], labels[j])) / n for i, j in places)
    e = sum(weights[i][j] * a.count(labels[i]) * b.count(labels[j]) / n**2 for i, j in places)
    return (o - e) / (1 - e)


# %% weights-turned
# expect: weighted-is-right failed "You exchanged the two people: for example"
# expect: weighted-is-undefined-where-nothing-can-differ not_run "waits for another check"
right_way = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return right_way(a, b, labels, [list(row) for row in zip(*weights)])


# %% zeros-dropped
# expect: alpha-is-right-for-names failed "You dropped ratings of 0. A 0 is a rating; only None is missing."
# expect: alpha-is-right-for-even-steps failed "You dropped ratings of 0. A 0 is a rating; only None is missing."
# expect: alpha-is-right-for-ranks failed "You dropped ratings of 0. A 0 is a rating; only None is missing."
def krippendorff_alpha(ratings, level):
    rows = [[v for v in r if v] for r in ratings]
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

    do = sum(sum(d(x, y) for x in r for y in r) / (len(r) - 1) for r in rows) / n
    de = sum(d(x, y) for x in bag for y in bag) / (n * (n - 1))
    return float("nan") if de == 0 else 1 - do / de
