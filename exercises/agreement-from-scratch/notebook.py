# %% [markdown]
# # Agreement from scratch
#
# A labelling tool reports "agreement: 0.82". Which agreement? How much agreement by chance was subtracted? What would
# the tool print if every label were the same? Nobody in the meeting knows. After this exercise you know: you write the
# four coefficients that you will see most often.
#
# Write them in plain Python or with numpy, as you like. The grader calls each function on inputs that you do not see
# here: tables from papers, random tables made only for you, and special cases. Below each task, a cell with a known
# value lets you test yourself first.
#
# **One rule is the same for all four.** If every rating is the same, agreement by chance is already perfect, and the
# coefficient divides 0 by 0. Such data cannot show whether the raters can tell the labels apart. Return `float("nan")`
# then, not 1 and not 0. If all agree but use more than one label, the coefficient is not undefined: it is 1.
#
# Return the full value; do not round it. Compute it yourself: a ready-made coefficient from a library does not count as
# your work. Only this notebook is checked, so write all of your code in it.

# %%
from labelwright import exercise

ex = exercise("agreement-from-scratch")

# %% [markdown]
# ## 1. Cohen's kappa
#
# Two people labelled the same items. `a` and `b` are two lists of equal length: `a[0]` and `b[0]` are their labels for
# the first item.
#
# 1. The observed agreement *po* is the share of items on which both labels are the same.
# 2. The agreement by chance *pe*: for every label, the share of items that got it **from the first person**, times the
#    share that got it **from the second person**. Add these products up. Use the labels as they are: `"May"` and
#    `"may"` are two labels, and so are `"no"` and `" no"`.
# 3. *kappa* = (*po* - *pe*) / (1 - *pe*).
#
# By hand, for the 50 items in the next cell: both said yes to 20 and no to 15, so *po* is 35/50 = .70. The
# first said yes to 25 of 50, the second to 30. So *pe* is .50 × .60 for yes and .50 × .40 for no, together .50, and kappa is
# .20/.50 = .40.
#
# Write `cohen_kappa(a, b)`.

# %%
first = ["yes"] * 20 + ["yes"] * 5 + ["no"] * 10 + ["no"] * 15
second = ["yes"] * 20 + ["no"] * 5 + ["yes"] * 10 + ["no"] * 15

# %%
cohen_kappa = ...
# solution


def equal(a, b):
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


def by_chance(a, b):
    return sum(a.count(label) * b.count(label) for label in set(a)) / (len(a) * len(b))


def beyond_chance(observed, chance):
    return (observed - chance) / (1 - chance) if chance != 1 else float("nan")


def cohen_kappa(a, b):
    return beyond_chance(equal(a, b), by_chance(a, b))


# %%
# Test yourself: .4
if cohen_kappa is not ...:
    print(cohen_kappa(first, second))

# %%
ex.check("cohen")

# %% [markdown]
# ## 2. Weighted kappa
#
# On a scale from *poor* to *excellent*, poor against excellent is a worse disagreement than poor against fair.
# Weighted kappa takes a table that says **how bad each disagreement is**: `weights[i][j]` is the weight if the first
# person says `labels[i]` and the second says `labels[j]`. Equal labels have weight 0. The next cell makes the two most
# common tables: *linear* (1 for each step) and *quadratic* (1, 4, 9 ...). But a weight can be any number; a clinic may
# say that one confusion is six times as bad as another.
#
# `labels` gives all labels of the scale **in their order**, also those that nobody used. For each pair (i, j):
#
# - the observed share *o*: the share of items for which the first person says `labels[i]` and the second says
#   `labels[j]`.
# - the share by chance *e*: the first person's share of `labels[i]` times the second person's share of `labels[j]`.
#
# *Weighted kappa* = 1 - (sum of weight × *o*) / (sum of weight × *e*). If the second sum is 0, it is undefined.
#
# Write `weighted_kappa(a, b, labels, weights)`.


# %%
def linear(size):
    return [[abs(i - j) for j in range(size)] for i in range(size)]


def quadratic(size):
    return [[(i - j) ** 2 for j in range(size)] for i in range(size)]


quadratic(3)

# %%
weighted_kappa = ...
# solution


def sums(a, b, labels, weights):
    n = len(a)
    pairs = list(zip(a, b, strict=True))
    observed = expected = 0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            observed += weights[i][j] * pairs.count((x, y)) / n
            expected += weights[i][j] * a.count(x) * b.count(y) / n**2
    return observed, expected


def below_chance(observed, expected):
    return 1 - observed / expected if expected else float("nan")


def weighted_kappa(a, b, labels, weights):
    return below_chance(*sums(a, b, labels, weights))


# %%
# Test yourself: .7059 and .8630
if weighted_kappa is not ...:
    ann, ben = [0, 1, 2, 3, 4, 4, 3, 2, 2, 1], [0, 1, 3, 3, 4, 3, 3, 2, 1, 2]
    print(weighted_kappa(ann, ben, [0, 1, 2, 3, 4], linear(5)))
    print(weighted_kappa(ann, ben, [0, 1, 2, 3, 4], quadratic(5)))

# %%
ex.check("weighted")

# %% [markdown]
# ## 3. Fleiss' kappa
#
# Now there are more than two raters. They are not always the same people, but **each item has the same number of
# raters**. You only know how many of them chose each label. `counts` is a list with one row for each item and one
# number for each label; every row adds up to the number of raters *n*.
#
# 1. For each item, the share of **pairs of raters** that agree: a label with *k* votes makes *k*(*k* - 1) ordered
#    pairs that agree, and there are *n*(*n* - 1) pairs in all. Add up the first over the labels, and divide the sum by
#    the second.
# 2. *P* is the mean of that over the items.
# 3. The agreement by chance *Pe*: each label's share of **all** votes, squared, and added up.
# 4. *kappa* = (*P* - *Pe*) / (1 - *Pe*).
#
# By hand, three items, two labels, four raters: `[[4, 0], [2, 2], [1, 3]]`. The items' shares are 12/12, 4/12 and 6/12, so
# *P* = 22/36 = .6111. The labels have 7 and 5 of the 12 votes, so *Pe* = 49/144 + 25/144 = .5139, and kappa is .20.
#
# Write `fleiss_kappa(counts)`.

# %%
fleiss_kappa = ...
# solution


def agreeing(row):
    n = sum(row)
    return sum(k * (k - 1) for k in row) / (n * (n - 1))


def mean(values):
    return sum(values) / len(values)


def shares(counts):
    votes = [sum(column) for column in zip(*counts, strict=True)]
    return [vote / sum(votes) for vote in votes]


def fleiss_kappa(counts):
    chance = sum(share**2 for share in shares(counts))
    return beyond_chance(mean([agreeing(row) for row in counts]), chance)


# %%
# Test yourself: .2, then .2099 (ten items, fourteen raters)
if fleiss_kappa is not ...:
    print(fleiss_kappa([[4, 0], [2, 2], [1, 3]]))
    rows = (
        "0 0 0 0 14|0 2 6 4 2|0 0 3 5 6|0 3 9 2 0|2 2 8 1 1|7 7 0 0 0|3 2 6 3 0|2 5 3 2 2|6 5 2 1 0|0 2 2 3 7"
    )
    print(fleiss_kappa([[int(k) for k in row.split()] for row in rows.split("|")]))

# %%
ex.check("fleiss")

# %% [markdown]
# ## 4. Krippendorff's alpha
#
# Alpha allows any number of raters, gaps, and three levels of measurement. `ratings` is a list with **one row for each
# item** and one place for each rater; `None` stands for a missing rating. `level` is `"nominal"`, `"interval"` or
# `"ordinal"`; for the last two the ratings are numbers, such as 0, 2.5 or -1.
#
# 1. *Drop* the missing ratings. Then drop every item with fewer than two ratings, because it has nothing to compare.
#    *N* is the number of ratings that are left.
# 2. The observed disagreement *Do*. For an item with *m* ratings, add up the distance over all ordered pairs of two of its
#    ratings, and divide by *m* - 1. Add this up over the items, and divide by *N*.
# 3. The expected disagreement *De*. Put all *N* ratings into one bag. Add up the distance over all ordered pairs of
#    two of them, and divide by *N*(*N* - 1): no rating is paired with itself.
# 4. *alpha* = 1 - *Do*/*De*. If *De* is 0, alpha is undefined.
#
# The **distance** of two ratings *c* and *k* is
#
# - nominal: 0 if they are equal, 1 if not;
# - interval: (*c* - *k*)²;
# - ordinal: count all ratings in the bag from *c* to *k*, including both ends. Subtract half of those that equal *c*
#   and half of those that equal *k*. Square the result. For equal ratings the distance is 0.
#
# An example for ordinal: the bag holds two 1s, three 2s, one 3 and two 4s. From 1 to 3 there are 2 + 3 + 1 = 6
# ratings; minus 2/2 and 1/2 this is 4.5, and the distance is 4.5² = 20.25. From 1 to 2 it is (5 - 1 - 1.5)² = 6.25.
# Only ranks count: if the 3 were a 300, nothing would change.
#
# Write `krippendorff_alpha(ratings, level)`.

# %%
krippendorff_alpha = ...
# solution


from collections import Counter


def kept(ratings):
    items = [[value for value in row if value is not None] for row in ratings]
    items = [row for row in items if len(row) > 1]
    return items, [value for row in items for value in row]


def nominal(c, k, bag):
    return 1


def interval(c, k, bag):
    return (c - k) ** 2


def ordinal(c, k, bag):
    between = sum(min(c, k) <= value <= max(c, k) for value in bag)
    return (between - (bag.count(c) + bag.count(k)) / 2) ** 2


def total(values, bag, distance):
    counts = Counter(values)
    return sum(counts[c] * counts[k] * distance(c, k, bag) for c in counts for k in counts if c != k)


def within(items, bag, distance):
    return sum(total(row, bag, distance) / (len(row) - 1) for row in items) / len(bag)


def among(bag, distance):
    return total(bag, bag, distance) / (len(bag) * (len(bag) - 1))


def alpha(ratings, distance):
    items, bag = kept(ratings)
    return below_chance(within(items, bag, distance), among(bag, distance))


distances = {"nominal": nominal, "interval": interval, "ordinal": ordinal}


def krippendorff_alpha(ratings, level):
    return alpha(ratings, distances[level])


# %% [markdown]
# To test yourself, here is a table with gaps from Krippendorff's working paper of 2011 (its example C). It has one
# text for each rater, and a star is a missing rating. Its last item has only one rating.

# %%
by_rater = ["123321412***", "1233224125*3", "*3332342251*", "12332441251*"]
example = [[None if sign == "*" else int(sign) for sign in item] for item in zip(*by_rater)]

# Test yourself: .743, .849 and .815
if krippendorff_alpha is not ...:
    for level in ("nominal", "interval", "ordinal"):
        print(level, krippendorff_alpha(example, level))

# %%
ex.check("alpha")

# %% [markdown]
# ## Hand in
#
# Run everything again from the top (Kernel, Restart Kernel and Run All Cells), save, and then:

# %%
ex.submit()
