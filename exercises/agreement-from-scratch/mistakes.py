"""Wrong answers to "Agreement from scratch". Each cell runs after the solution; its first lines are what the learner reads."""


# %% one-label-is-perfect
# Your function returns 1 for an undefined case, as if one label for everything were perfect agreement.
# Try: Before you divide, check whether the divisor is 0. If it is, return `float("nan")`.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return value if value == value else 1.0

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% undefined-is-zero
# Your function returns 0 for an undefined case, as if the agreement were zero.
# Try: Before you divide, check whether the divisor is 0. If it is, return `float("nan")`.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return value if value == value else 0.0

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% nan-as-text
# This is text, not a number.
# Try: Return `float("nan")`: the word `float` turns the text into a number.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return value if value == value else "nan"

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% divided-by-nothing
# Your function divides by 0 for an undefined case, and stops with an error.
# Try: Before you divide, check whether the divisor is 0. If it is, return `float("nan")`.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return value if value == value else 1 / 0

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% raw-agreement
# This is the raw agreement. Either you do not subtract the agreement by chance, or your pe is 0.
# Try: Print pe for this input. If it is 0, see which labels and shares your sum uses. Then use the last step:
# (po - pe) / (1 - pe).
def cohen_kappa(a, b):
    return equal(a, b)


# %% labels-of-the-example
# Your pe uses the labels yes and no only, as in the example. For other labels it is 0.
# Try: Take the labels from `a` and `b`, for example with `set(a) | set(b)`.
def cohen_kappa(a, b):
    chance = sum(a.count(label) * b.count(label) for label in ("yes", "no")) / len(a) ** 2
    return beyond_chance(equal(a, b), chance)


# %% values-of-the-example
# Your function gives .4 for every input. That is the value of the example: it uses `first` and `second`, or
# numbers of the example.
# Try: Use only `a` and `b` inside the function.
right = cohen_kappa


def cohen_kappa(a, b):
    return right(first, second)


# %% no-brackets
# This is po - pe / 1 - pe without brackets. Python divides before it subtracts.
# Try: Put brackets around both differences: (po - pe) / (1 - pe).
def cohen_kappa(a, b):
    return equal(a, b) - by_chance(a, b) / 1 - by_chance(a, b)


# %% fleiss-for-cohen
# You put the labels of both people together: this is Fleiss' kappa of two raters (Scott's pi), not Cohen's
# kappa.
# Try: For each label, compute its share in `a` and its share in `b`, and multiply the two.
def cohen_kappa(a, b):
    return beyond_chance(equal(a, b), by_chance(a + b, a + b))


# %% chance-of-one-person
# You computed chance from the first person's shares only.
# Try: Multiply the first person's share of a label by the second person's share of the same label.
def cohen_kappa(a, b):
    return beyond_chance(equal(a, b), by_chance(a, a))


# %% chance-by-dice
# You used 1 divided by the number of labels as chance, as if both people threw dice.
# Try: Chance depends on how often each person uses a label. Use their own shares.
def cohen_kappa(a, b):
    return beyond_chance(equal(a, b), 1 / len({*a, *b}))


# %% not-divided
# You did not divide the agreement beyond chance by 1 - pe.
# Try: Divide the difference po - pe by 1 - pe.
def cohen_kappa(a, b):
    return equal(a, b) - by_chance(a, b)


# %% kappa-in-percent
# This is kappa in percent.
# Try: Do not multiply by 100.
right = cohen_kappa


def cohen_kappa(a, b):
    return 100 * right(a, b)


# %% weights-taken-for-agreement
# You used the weights as agreement, but a weight says how bad a disagreement is.
# Try: Divide the observed sum by the expected sum, and subtract the result from 1.
def weighted_kappa(a, b, labels, weights):
    return beyond_chance(*sums(a, b, labels, weights))


# %% weights-not-used
# The weights have no effect: this is plain Cohen's kappa.
# Try: Multiply each pair's share by `weights[i][j]` before you add.
def weighted_kappa(a, b, labels, weights):
    return cohen_kappa(a, b)


# %% always-linear
# Your function uses linear weights, even if `weights` is another table.
# Try: Read each weight from `weights[i][j]`.
right = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return right(a, b, labels, linear(len(labels)))


# %% always-quadratic
# Your function uses quadratic weights, even if `weights` is another table.
# Try: Read each weight from `weights[i][j]`.
right = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return right(a, b, labels, quadratic(len(labels)))


# %% people-exchanged
# You exchanged the two people: for example `weights[j][i]` for `weights[i][j]`, or `b` before `a`.
# Try: The row of a weight is the label of the first person, and the column is the label of the second.
right = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return right(b, a, labels, weights)


# %% chance-without-weights
# You used the weights only in the observed sum. The expected sum counts every disagreement as 1.
# Try: Use the weights in both sums.
def weighted_kappa(a, b, labels, weights):
    observed, _ = sums(a, b, labels, weights)
    _, expected = sums(a, b, labels, [[i != j for j in labels] for i in labels])
    return below_chance(observed, expected)


# %% weighted-quotient-only
# You did not subtract the quotient from 1.
# Try: Return 1 minus the quotient.
right = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return 1 - right(a, b, labels, weights)


# %% labels-as-they-turn-up
# You numbered the labels in the order in which they first appear in the data, so the weights belong to the
# wrong pairs.
# Try: Number the labels by their place in `labels`.
right = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return right(a, b, list(dict.fromkeys([*a, *b])), weights)


# %% only-labels-in-use
# You left out labels that nobody used. This shifts the rows and columns of the weights.
# Try: Loop over all of `labels`, in their order.
right = weighted_kappa


def weighted_kappa(a, b, labels, weights):
    return right(a, b, [label for label in labels if label in {*a, *b}], weights)


# %% raw-agreement-of-pairs
# This is the raw agreement. Either you do not subtract the agreement by chance, or your Pe is 0.
# Try: Print Pe for this input. If it is 0, print each label's share; `//` would cut it to 0. Then subtract
# Pe, and divide by 1 - Pe.
def fleiss_kappa(counts):
    return mean([agreeing(row) for row in counts])


# %% raters-paired-with-themselves
# You also paired each rater with themselves, and such pairs always agree: n × n pairs instead of n × (n - 1).
# Try: A label with k votes makes k × (k - 1) pairs.
def fleiss_kappa(counts):
    chance = sum(share**2 for share in shares(counts))
    agree = mean([sum(k * k for k in row) / sum(row) ** 2 for row in counts])
    return beyond_chance(agree, chance)


# %% pairs-with-oneself-on-top
# P is too large: it counts k × k pairs for a label with k votes. A vote makes no pair with itself.
# Try: A label with k votes makes k × (k - 1) pairs.
def fleiss_kappa(counts):
    chance = sum(share**2 for share in shares(counts))
    agree = mean([sum(k * k for k in row) / (sum(row) * (sum(row) - 1)) for row in counts])
    return beyond_chance(agree, chance)


# %% unordered-pairs-below
# P is twice too large. Ordered and unordered pairs are mixed.
# Try: Divide k × (k - 1) by n × (n - 1). Both count each pair in both orders.
def fleiss_kappa(counts):
    chance = sum(share**2 for share in shares(counts))
    return beyond_chance(2 * mean([agreeing(row) for row in counts]), chance)


# %% unordered-pairs-above
# P is half of what it should be. Ordered and unordered pairs are mixed.
# Try: Divide k × (k - 1) by n × (n - 1). Both count each pair in both orders.
def fleiss_kappa(counts):
    chance = sum(share**2 for share in shares(counts))
    return beyond_chance(mean([agreeing(row) for row in counts]) / 2, chance)


# %% labels-for-raters
# Your n is the number of labels. It should be the number of raters.
# Try: The raters of an item are the sum of its row.
def fleiss_kappa(counts):
    n = len(counts[0])
    agree = mean([sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts])
    chance = sum((sum(column) / (n * len(counts))) ** 2 for column in zip(*counts, strict=True))
    return beyond_chance(agree, chance)


# %% labels-for-raters-in-pairs-only
# Your n is the number of labels. It should be the number of raters.
# Try: The raters of an item are the sum of its row.
def fleiss_kappa(counts):
    n = len(counts[0])
    agree = mean([sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts])
    chance = sum(share**2 for share in shares(counts))
    return beyond_chance(agree, chance)


# %% free-marginals
# You used 1 divided by the number of labels as chance: this is Randolph's kappa.
# Try: Square each label's share of all votes, and add up the squares.
def fleiss_kappa(counts):
    return beyond_chance(mean([agreeing(row) for row in counts]), 1 / len(counts[0]))


# %% share-of-the-leader
# You used the share of the most frequent label instead of the share of agreeing pairs.
# Try: Count pairs: with 3 of 4 votes for a label, the share of votes is 3/4, but only 6 of 12 ordered pairs
# agree.
def fleiss_kappa(counts):
    chance = sum(share**2 for share in shares(counts))
    return beyond_chance(mean([max(row) / sum(row) for row in counts]), chance)


# %% alpha-for-fleiss
# This is Krippendorff's alpha. It never pairs a vote with itself; Fleiss' kappa squares the shares.
# Try: Compute Pe as the sum of the squared shares, without N - 1.
def fleiss_kappa(counts):
    votes = [[label for label, k in enumerate(row) for _ in range(k)] for row in counts]
    return krippendorff_alpha(votes, "nominal")


# %% labels-for-items
# You exchanged rows and columns: you took labels for items.
# Try: Treat each row as one item. The sum of a column is the total of a label.
right = fleiss_kappa


def fleiss_kappa(counts):
    return right(list(zip(*counts, strict=True)))


# %% n-squared-in-alpha
# Do/De is N/(N - 1) times too large. The two usual causes: De is divided by N × N, or Do by N - 1.
# Try: Divide Do by N. Divide De by N × (N - 1), because no rating is paired with itself.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    n = len(kept(ratings)[1])
    return 1 - (1 - right(ratings, level)) * n / (n - 1)


# %% each-pair-once-in-observed
# Do/De is half of what it should be. Do counts each pair once, or De counts each pair too often.
# Try: In Do and in De, count both orders of a pair: (c, k) and (k, c).
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return 1 - (1 - right(ratings, level)) / 2


# %% each-pair-once-in-expected
# Do/De is twice too large. De counts each pair once, or Do counts each pair too often.
# Try: In Do and in De, count both orders of a pair: (c, k) and (k, c).
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return 1 - 2 * (1 - right(ratings, level))


# %% divided-by-m
# You divided an item's sum by m, the number of its ratings.
# Try: Divide it by m - 1: a rating is not paired with itself.
def krippendorff_alpha(ratings, level):
    items, bag = kept(ratings)
    observed = sum(total(row, bag, distances[level]) / len(row) for row in items) / len(bag)
    return below_chance(observed, among(bag, distances[level]))


# %% table-turned
# You exchanged rows and columns: you took raters for items.
# Try: Treat each row of `ratings` as one item.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right(list(zip(*ratings, strict=True)), level)


# %% observed-only
# This is 1 - Do. Either you do not divide by De, or your De is 1.
# Try: Print De for this input. Divide Do by De, and subtract the result from 1.
def krippendorff_alpha(ratings, level):
    return 1 - within(*kept(ratings), distances[level])


# %% quotient-only
# You did not subtract the quotient from 1.
# Try: Return 1 minus the quotient.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return 1 - right(ratings, level)


# %% mean-of-pairwise-kappas
# This is the mean of Cohen's kappa over all pairs of raters. Alpha does not ask who gave a rating.
# Try: Put all ratings into one bag for De.
from itertools import combinations


def krippendorff_alpha(ratings, level):
    raters = [list(column) for column in zip(*ratings, strict=True)]
    return mean([cohen_kappa(a, b) for a, b in combinations(raters, 2)])


# %% nominal-at-every-level
# This gives nominal alpha, although another level is asked for.
# Try: For "interval", use (c - k) squared. For "ordinal", count the ratings from c to k. Print the level
# inside your function to see which branch runs.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right(ratings, "nominal")


# %% ordinal-as-interval
# For level "ordinal", this gives interval alpha: it uses the numbers, as if all steps were equal.
# Try: Count the ratings in the bag that are from c to k.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right(ratings, "interval" if level == "ordinal" else level)


# %% interval-as-ordinal
# For level "interval", this gives ordinal alpha.
# Try: At the interval level, use the numbers, not their ranks.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right(ratings, "ordinal" if level == "interval" else level)


# %% not-squared
# You did not square the difference.
# Try: Use (c - k) squared.
def wrong(c, k, bag):
    return abs(c - k)


def krippendorff_alpha(ratings, level):
    return alpha(ratings, wrong if level == "interval" else distances[level])


# %% places-for-ranks
# You numbered the values 1, 2, 3 ... and subtracted these numbers. You did not count how many ratings are
# between them.
# Try: Count every rating in the bag, not every different value.
def wrong(c, k, bag):
    used = sorted(set(bag))
    return (used.index(c) - used.index(k)) ** 2


def krippendorff_alpha(ratings, level):
    return alpha(ratings, wrong if level == "ordinal" else distances[level])


# %% both-ends-in-full
# You counted the ratings at both ends in full.
# Try: Subtract half of the ratings that equal c and half of those that equal k.
def wrong(c, k, bag):
    return sum(min(c, k) <= value <= max(c, k) for value in bag) ** 2


def krippendorff_alpha(ratings, level):
    return alpha(ratings, wrong if level == "ordinal" else distances[level])


# %% both-ends-left-out
# You left out the ratings at both ends.
# Try: Count half of the ratings that equal c and half of those that equal k.
def wrong(c, k, bag):
    return sum(min(c, k) < value < max(c, k) for value in bag) ** 2


def krippendorff_alpha(ratings, level):
    return alpha(ratings, wrong if level == "ordinal" else distances[level])


# %% count-not-squared
# You did not square the count.
# Try: Square the count, as you square the difference at the interval level.
def wrong(c, k, bag):
    return ordinal(c, k, bag) ** 0.5


def krippendorff_alpha(ratings, level):
    return alpha(ratings, wrong if level == "ordinal" else distances[level])


# %% gap-as-a-label
# You treated a missing rating as a label, so two gaps agree.
# Try: Drop every None before you count anything.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right([["no rating" if one is None else one for one in row] for row in ratings], level)


# %% gap-as-zero
# You treated a missing rating as a 0.
# Try: Drop every None before you count anything.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right([[0 if one is None else one for one in row] for row in ratings], level)


# %% items-with-a-gap-left-out
# You left out every item with a gap. An item with two ratings or more still counts.
# Try: Drop only the missing rating, not the item.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right([row for row in ratings if None not in row], level)


# %% lone-ratings-in-the-bag
# Items with only one rating still count: they are in the bag for De.
# Try: Drop these items before you fill the bag.
def krippendorff_alpha(ratings, level):
    items, bag = kept(ratings)
    every = [value for row in ratings for value in row if value is not None]
    observed = within(items, every, distances[level]) * len(every) / len(bag)
    return below_chance(observed, among(every, distances[level]))


# %% lone-ratings-in-the-bag-and-in-n
# Items with only one rating still count: they are in the bag and in N.
# Try: Drop these items before you fill the bag and count N.
def krippendorff_alpha(ratings, level):
    every = [value for row in ratings for value in row if value is not None]
    observed = within(kept(ratings)[0], every, distances[level])
    return below_chance(observed, among(every, distances[level]))


# %% every-pair-the-same
# Every pair counts the same, so items with many ratings count too much.
# Try: Divide each item's sum by its own m - 1. Then add up and divide by N.
def krippendorff_alpha(ratings, level):
    items, bag = kept(ratings)
    pairs = sum(len(row) * (len(row) - 1) for row in items)
    observed = sum(total(row, bag, distances[level]) for row in items) / pairs
    return below_chance(observed, among(bag, distances[level]))


# %% mean-over-items
# Do is the mean over items, so an item with two ratings counts as much as one with four.
# Try: Divide each item's sum by its own m - 1. Then add up and divide by N, the number of ratings.
def krippendorff_alpha(ratings, level):
    items, bag = kept(ratings)
    observed = mean([total(row, bag, distances[level]) / (len(row) * (len(row) - 1)) for row in items])
    return below_chance(observed, among(bag, distances[level]))


# %% ranks-among-lone-ratings
# The ordinal distance also counts ratings that you dropped: those of items with only one rating.
# Try: Count from c to k in the bag of the ratings that are left.
def krippendorff_alpha(ratings, level):
    every = [value for row in ratings for value in row if value is not None]

    def wider(c, k, bag):
        return distances[level](c, k, every)

    return alpha(ratings, wider)


# %% gaps-left-at-two-levels
# expect: alpha-bears-gaps failed "NoneType"
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    items = [[value for value in row if value is not None or level != "nominal"] for row in ratings]
    if level == "nominal":
        return right(items, level)
    bag = [value for row in items for value in row]
    return below_chance(within(items, bag, distances[level]), among(bag, distances[level]))


# %% ranks-in-whole-steps
# expect: alpha-is-right-for-ranks failed "TypeError"
def whole(c, k, bag):
    between = sum(bag.count(value) for value in range(min(c, k), max(c, k) + 1))
    return (between - (bag.count(c) + bag.count(k)) / 2) ** 2


def krippendorff_alpha(ratings, level):
    return alpha(ratings, whole if level == "ordinal" else distances[level])


# %% zeros-dropped
# You dropped ratings of 0. A 0 is a rating; only None is missing.
# Try: Write `if value is not None`, not `if value`.
right = krippendorff_alpha


def krippendorff_alpha(ratings, level):
    return right([[one if one else None for one in row] for row in ratings], level)


# %% cut-off-at-zero
# You cut off the coefficient at 0, so agreement below chance looks like agreement by chance.
# Try: Return the value as it is. It is negative if people agree less often than by chance.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return 0.0 if value < 0 else value

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% nan-for-full-agreement
# You return NaN where all agree. Full agreement is a good result if more than one label is used.
# Try: Return NaN only if the divisor is 0. Do not ask whether all agree.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return float("nan") if value == 1 else value

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% rounded-to-one-place
# The results are right, but rounded to 1 place.
# Try: Return the full value, and round only when you print.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return round(value, 1)

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% rounded-to-two-places
# The results are right, but rounded to 2 places.
# Try: Return the full value, and round only when you print.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return round(value, 2)

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)


# %% rounded-to-three-places
# The results are right, but rounded to 3 places.
# Try: Return the full value, and round only when you print.
def changed(function):
    def wrong(*given):
        value = function(*given)
        return round(value, 3)

    return wrong


cohen_kappa, weighted_kappa = changed(cohen_kappa), changed(weighted_kappa)
fleiss_kappa, krippendorff_alpha = changed(fleiss_kappa), changed(krippendorff_alpha)

# %% case-and-spaces-ignored
# You changed the labels before you compared them: you ignore upper and lower case, and spaces.
# Try: Use the labels as they are in `a` and `b`.
right = cohen_kappa


def cohen_kappa(a, b):
    return right([label.lower().strip() for label in a], [label.lower().strip() for label in b])


# %% case-ignored
# You changed the labels before you compared them: you ignore upper and lower case.
# Try: Use the labels as they are in `a` and `b`.
right = cohen_kappa


def cohen_kappa(a, b):
    return right([label.lower() for label in a], [label.lower() for label in b])


# %% spaces-ignored
# You changed the labels before you compared them: you ignore spaces.
# Try: Use the labels as they are in `a` and `b`.
right = cohen_kappa


def cohen_kappa(a, b):
    return right([label.strip() for label in a], [label.strip() for label in b])
