"""Wrong ways to write the four coefficients, each computed on the very inputs that a learner's function is given."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from functools import partial
from itertools import combinations
from typing import Any

from labelwright.checks import KnownWay
from labelwright.quality import krippendorff_alpha

Rows = Sequence[Sequence[Any]]
Distance = Callable[[Any, Any, list[Any]], float]


def beyond(observed: float, chance: float) -> float:
    """Agreement beyond chance; NaN where chance alone is perfect."""
    return math.nan if chance == 1 else (observed - chance) / (1 - chance)


def equal(a: Sequence[Any], b: Sequence[Any]) -> float:
    """The share of items with equal labels."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


def pooled(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Kappa with the labels of both people in one bag: Scott's pi, which is Fleiss' kappa of two raters."""
    both = Counter([*a, *b])
    return beyond(equal(a, b), sum((count / (2 * len(a))) ** 2 for count in both.values()))


def from_one(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Kappa with the first person's shares squared as chance."""
    return beyond(equal(a, b), sum((count / len(a)) ** 2 for count in Counter(a).values()))


def one_in_q(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Kappa with chance taken as one in the number of labels used."""
    return beyond(equal(a, b), 1 / len({*a, *b}))


def not_divided(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Observed less expected agreement."""
    counts, other = Counter(a), Counter(b)
    return equal(a, b) - sum(counts[label] * other[label] for label in counts) / len(a) ** 2


def sums(
    a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows | Callable[[int, int], float]
) -> tuple[float, float]:
    """The observed and the expected sum of weights."""
    n, pairs = len(a), Counter(zip(a, b, strict=True))
    first, second = Counter(a), Counter(b)
    observed = expected = 0.0
    for i, x in enumerate(labels):
        for j, y in enumerate(labels):
            weight = weights(i, j) if callable(weights) else weights[i][j]
            observed += weight * pairs[x, y] / n
            expected += weight * first[x] * second[y] / n**2
    return observed, expected


def weighted_by(
    make: Callable[[int, int], float],
    a: Sequence[Any],
    b: Sequence[Any],
    labels: Sequence[Any],
    weights: Rows,
) -> float:
    """Weighted kappa with weights of its own in place of those given."""
    observed, expected = sums(a, b, labels, make)
    return 1 - observed / expected if expected else math.nan


def as_agreement(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """(o - e) / (1 - e) with the weights as they stand, as if a large one meant agreement."""
    return beyond(*sums(a, b, labels, weights))


def chance_unweighted(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Weights in the observed sum only."""
    observed, _ = sums(a, b, labels, weights)
    _, expected = sums(a, b, labels, lambda i, j: float(i != j))
    return 1 - observed / expected if expected else math.nan


def ratio_only(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Observed over expected disagreement, not taken from 1."""
    observed, expected = sums(a, b, labels, weights)
    return observed / expected if expected else math.nan


def order_of_appearance(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Labels numbered as they turn up in the data, not as the scale has them."""
    observed, expected = sums(a, b, list(dict.fromkeys([*a, *b])), weights)
    return 1 - observed / expected if expected else math.nan


def used_labels(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Labels that nobody used left out, so that the weights belong to other labels."""
    observed, expected = sums(a, b, [label for label in labels if label in {*a, *b}], weights)
    return 1 - observed / expected if expected else math.nan


def item_agreement(row: Sequence[int]) -> float:
    """The share of agreeing pairs of raters in one item."""
    n = sum(row)
    return sum(k * (k - 1) for k in row) / (n * (n - 1))


def label_shares(counts: Rows) -> list[float]:
    """Each label's share of all votes."""
    votes = [sum(column) for column in zip(*counts, strict=True)]
    return [vote / sum(votes) for vote in votes]


def mean(values: Sequence[float]) -> float:
    """The arithmetic mean."""
    return sum(values) / len(values)


def fleiss_with(
    counts: Rows, agreement: Callable[[Sequence[int]], float] = item_agreement, chance: float | None = None
) -> float:
    """Fleiss' kappa with a part replaced."""
    expected = sum(share**2 for share in label_shares(counts)) if chance is None else chance
    return beyond(mean([agreement(row) for row in counts]), expected)


def with_itself(row: Sequence[int]) -> float:
    """Agreeing pairs with each rater paired with themselves as well."""
    return sum(k * k for k in row) / sum(row) ** 2


def leading(row: Sequence[int]) -> float:
    """The share of the most frequent label."""
    return max(row) / sum(row)


def as_alpha(counts: Rows) -> float:
    """Krippendorff's nominal alpha of the same counts."""
    rows = [[label for label, k in enumerate(row) for _ in range(k)] for row in counts]
    return krippendorff_alpha(rows, "nominal")


def turned_counts(counts: Rows) -> float:
    """Labels taken for items."""
    return fleiss_with([list(column) for column in zip(*counts, strict=True)])


def nominal(c: Any, k: Any, bag: list[Any]) -> float:
    """0 for equal ratings, else 1."""
    return float(c != k)


def interval(c: Any, k: Any, bag: list[Any]) -> float:
    """The squared difference."""
    return float((c - k) ** 2)


def absolute(c: Any, k: Any, bag: list[Any]) -> float:
    """The difference, not squared."""
    return float(abs(c - k))


def ordinal(c: Any, k: Any, bag: list[Any], ends: float = 0.5, power: int = 2) -> float:
    """Ratings from c to k, less the share `ends` of those at both ends, to the `power`."""
    if c == k:
        return 0.0
    between = sum(min(c, k) <= value <= max(c, k) for value in bag)
    return float((between - ends * (bag.count(c) + bag.count(k))) ** power)


def places(c: Any, k: Any, bag: list[Any]) -> float:
    """The squared difference of the places among the values in use."""
    used = sorted(set(bag))
    return float((used.index(c) - used.index(k)) ** 2)


def disagreement(
    rows: Rows,
    distance: Distance,
    *,
    singles: bool = False,
    again: bool = False,
    per_item: bool = True,
) -> tuple[float, float]:
    """Observed and expected disagreement, each as alpha has it or with one thing wrong.

    `singles` keeps lone ratings in the bag, `again` pairs a rating with itself, `per_item` False counts every pair once
    whatever the number of ratings of its item.
    """
    present = [[value for value in row if value is not None] for row in rows]
    kept = [row for row in present if len(row) > 1]
    bag = [value for row in (present if singles else kept) for value in row]
    paired = sum(len(row) for row in kept)
    within = [(sum(distance(c, k, bag) for c in row for k in row), len(row)) for row in kept]
    if per_item:
        observed = sum(total / (m - 1) for total, m in within) / paired
    else:
        observed = sum(total for total, _ in within) / sum(m * (m - 1) for _, m in within)
    counts = Counter(bag)
    total = sum(counts[c] * counts[k] * distance(c, k, bag) for c in counts for k in counts)
    return observed, total / (len(bag) * (len(bag) - (0 if again else 1)))


def alpha_with(distance: Distance, rows: Rows, level: str, **wrong: bool) -> float:
    """1 - Do/De with another distance, or with one thing wrong."""
    observed, expected = disagreement(rows, distance, **wrong)
    return 1 - observed / expected if expected else math.nan


def turned(distance: Distance, rows: Rows, level: str) -> float:
    """Raters taken for items."""
    return alpha_with(distance, list(zip(*rows, strict=True)), level)


def agreement_only(distance: Distance, rows: Rows, level: str) -> float:
    """1 - Do: nothing is taken off for chance."""
    return 1 - disagreement(rows, distance)[0]


def filled(value: Any, rows: Rows, level: str) -> float:
    """A missing rating taken for a rating `value`."""
    return alpha_with(nominal, [[value if one is None else one for one in row] for row in rows], level)


def complete_only(rows: Rows, level: str) -> float:
    """Items with any gap left out."""
    return alpha_with(nominal, [row for row in rows if None not in row], level)


def mean_pairwise(rows: Rows, level: str) -> float:
    """The mean of Cohen's kappa over all pairs of raters."""

    def kappa(a: Sequence[Any], b: Sequence[Any]) -> float:
        return 1 - _over(*sums(a, b, list(dict.fromkeys([*a, *b])), lambda i, j: float(i != j)))

    return mean([kappa(a, b) for a, b in combinations(list(zip(*rows, strict=True)), 2)])


def _over(observed: float, expected: float) -> float:
    return observed / expected if expected else math.nan


RAW = "This is the raw agreement: nothing is taken off for chance."
COHEN = (
    KnownWay(equal, RAW, "Compute the agreement by chance, and the last line of the recipe."),
    KnownWay(
        pooled,
        "The labels of both people went into one bag: this is Fleiss' kappa of two raters (Scott's pi), not Cohen's.",
        "Take each label's share from `a` and from `b` apart, and multiply the two.",
    ),
    KnownWay(
        from_one,
        "Chance was made of the first person's shares alone.",
        "Multiply by the second person's share of the label.",
    ),
    KnownWay(
        one_in_q,
        "Chance was taken as one in the number of labels, as if both people threw dice.",
        "Chance follows the habits of the two people: use their own shares.",
    ),
    KnownWay(
        not_divided,
        "The agreement beyond chance was not divided by what there was to gain, 1 - pe.",
        "Divide the difference by 1 - pe.",
    ),
    KnownWay(
        lambda a, b: 100 * (1 - _over(*sums(a, b, list({*a, *b}), lambda i, j: float(i != j)))),
        "This is kappa in percent.",
        "Leave out the factor 100.",
    ),
)
WEIGHTED = (
    KnownWay(
        as_agreement,
        "The weights were taken for agreement, and they say how bad a disagreement is.",
        "Divide the observed sum by the expected one, and take the result from 1.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float(i != j)),
        "The weights have no effect: this is plain Cohen's kappa.",
        "Multiply each pair's share by `weights[i][j]` before you add.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float(abs(i - j))),
        "Linear weights are used, whatever table is given.",
        "Read the weight from `weights[i][j]`.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float((i - j) ** 2)),
        "Quadratic weights are used, whatever table is given.",
        "Read the weight from `weights[i][j]`.",
    ),
    KnownWay(
        chance_unweighted,
        "The weights stand in the observed sum only; the expected one counts every disagreement as 1.",
        "Weight both sums.",
    ),
    KnownWay(ratio_only, "The quotient was not taken from 1.", "Return 1 minus the quotient."),
    KnownWay(
        order_of_appearance,
        "The labels are numbered as they turn up in the data, so the weights belong to the wrong pairs.",
        "Number them by their place in `labels`.",
    ),
    KnownWay(
        used_labels,
        "Labels that nobody used were left out, which shifts the rows and columns of the weights.",
        "Go over all of `labels`, in their order.",
    ),
)
FLEISS = (
    KnownWay(
        lambda counts: mean([item_agreement(row) for row in counts]),
        RAW,
        "Take off Pe, and divide by 1 - Pe.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=with_itself),
        "Each rater was paired with themselves as well, who always agree: n × n pairs in place of n × (n - 1).",
        "A label with k votes makes k × (k - 1) pairs.",
    ),
    KnownWay(
        lambda counts: fleiss_with(counts, chance=1 / len(counts[0])),
        "Chance was taken as one in the number of labels: this is Randolph's kappa.",
        "Square each label's share of all votes, and add up.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=leading),
        "The share of the leading label stands where the share of agreeing pairs is meant.",
        "Three of four votes are a share of 3/4, but only 6 of 12 ordered pairs agree.",
    ),
    KnownWay(
        as_alpha,
        "This is Krippendorff's alpha, which draws its pairs without putting back; Fleiss squares the shares.",
        "Pe is the sum of the squared shares, with no N - 1.",
    ),
    KnownWay(
        turned_counts,
        "Rows and columns are the wrong way round: labels were taken for items.",
        "One row is one item; the labels' totals are the sums of the columns.",
    ),
)
AGAIN = KnownWay(
    lambda rows, level: math.nan,
    "De was made with N × N pairs in place of N × (N - 1): ratings were paired with themselves, as Fleiss' kappa does.",
    "Divide by N × (N - 1).",
)
TURNED = "The table is read the wrong way round: raters were taken for items."


def alpha_ways(right: Distance) -> tuple[KnownWay, ...]:
    """What goes wrong at any level, with that level's own distance."""
    return (
        KnownWay(partial(alpha_with, right, again=True), AGAIN.misconception, AGAIN.advice),
        KnownWay(partial(turned, right), TURNED, "One row of `ratings` is one item."),
        KnownWay(
            partial(agreement_only, right),
            "This is 1 - Do: nothing is taken off for chance.",
            "Divide Do by De first.",
        ),
    )


NOMINAL = (
    *alpha_ways(nominal),
    KnownWay(
        mean_pairwise,
        "This is the mean of Cohen's kappa over the pairs of raters; alpha does not ask who rated.",
        "Put all ratings into one bag for De.",
    ),
)
INTERVAL = (
    KnownWay(
        partial(alpha_with, nominal),
        "This is nominal alpha: the level has no effect.",
        "Use (c - k) squared.",
    ),
    KnownWay(partial(alpha_with, absolute), "The difference was not squared.", "Use (c - k) squared."),
    KnownWay(
        partial(alpha_with, ordinal),
        "This is ordinal alpha.",
        "At the interval level the numbers count, not the ranks.",
    ),
    *alpha_ways(interval),
)
ORDINAL = (
    KnownWay(
        partial(alpha_with, interval),
        "This is interval alpha: the numbers themselves were subtracted, as if all steps were even.",
        "Count the ratings in the bag that lie from c to k.",
    ),
    KnownWay(
        partial(alpha_with, nominal),
        "This is nominal alpha: the level has no effect.",
        "Count the ratings from c to k.",
    ),
    KnownWay(
        partial(alpha_with, places),
        "The values were numbered 1, 2, 3 ... and these numbers subtracted; how many ratings lie between was not counted.",
        "Count ratings in the bag, not values.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, ends=0.0)),
        "The ratings at both ends were counted in full.",
        "Take off half of those that equal c and half of those that equal k.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, ends=1.0)),
        "The ratings at both ends were left out altogether.",
        "Half of them count.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, power=1)),
        "The count was not squared.",
        "Square it, as the difference is at the interval level.",
    ),
    *alpha_ways(ordinal),
)
MISSING = (
    KnownWay(
        partial(filled, "no rating"),
        "A missing rating was taken for a label of its own, so two gaps agree.",
        "Drop every None before you count anything.",
    ),
    KnownWay(
        complete_only,
        "Items with a gap were left out whole; those with two ratings or more still count.",
        "Drop the missing rating, not the item.",
    ),
    KnownWay(
        partial(alpha_with, nominal, singles=True),
        "Ratings of items with only one rating stayed in the bag for De.",
        "Drop these items before you fill the bag.",
    ),
    KnownWay(
        partial(alpha_with, nominal, per_item=False),
        "Every pair counts the same, so items with many ratings count too much.",
        "Divide an item's sum by its own m - 1, then add up and divide by N.",
    ),
    KnownWay(partial(alpha_with, nominal, again=True), AGAIN.misconception, AGAIN.advice),
)


def always(value: float, what: str) -> KnownWay:
    """The answer `value` where the coefficient is undefined."""
    return KnownWay(
        lambda *_: value,
        f"The undefined case was settled as {value:g}, {what}.",
        'Before you divide, ask whether the divisor is 0, and return `float("nan")` then.',
    )


UNDEFINED = (
    always(1.0, "as if one label for everything were perfect agreement"),
    always(0.0, "as if there were no agreement at all"),
)
