"""Wrong ways to write the four coefficients, each computed on the same inputs as the learner's function."""

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
    """Return the agreement beyond chance, or NaN if agreement by chance is perfect."""
    return math.nan if chance == 1 else (observed - chance) / (1 - chance)


def equal(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return the share of items with equal labels."""
    return sum(x == y for x, y in zip(a, b, strict=True)) / len(a)


def pooled(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return kappa with the labels of both people in one bag: Scott's pi, which is Fleiss' kappa of two raters."""
    both = Counter([*a, *b])
    return beyond(equal(a, b), sum((count / (2 * len(a))) ** 2 for count in both.values()))


def from_one(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return kappa with the first person's shares squared as chance."""
    return beyond(equal(a, b), sum((count / len(a)) ** 2 for count in Counter(a).values()))


def one_in_q(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return kappa with chance as 1 divided by the number of labels used."""
    return beyond(equal(a, b), 1 / len({*a, *b}))


def not_divided(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return observed minus expected agreement."""
    counts, other = Counter(a), Counter(b)
    return equal(a, b) - sum(counts[label] * other[label] for label in counts) / len(a) ** 2


def sums(
    a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows | Callable[[int, int], float]
) -> tuple[float, float]:
    """Return the observed and the expected sum of weights."""
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
    """Return weighted kappa with the weights of `make` instead of the given ones."""
    observed, expected = sums(a, b, labels, make)
    return 1 - observed / expected if expected else math.nan


def as_agreement(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Return (o - e) / (1 - e) with the given weights, as if a large weight meant agreement."""
    return beyond(*sums(a, b, labels, weights))


def weights_turned(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Exchange the two people: read the weight of the second person's label first."""
    observed, expected = sums(a, b, labels, lambda i, j: weights[j][i])
    return 1 - observed / expected if expected else math.nan


def chance_unweighted(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Use the weights in the observed sum only."""
    observed, _ = sums(a, b, labels, weights)
    _, expected = sums(a, b, labels, lambda i, j: float(i != j))
    return 1 - observed / expected if expected else math.nan


def ratio_only(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Return observed divided by expected disagreement, not subtracted from 1."""
    observed, expected = sums(a, b, labels, weights)
    return observed / expected if expected else math.nan


def order_of_appearance(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Number the labels as they first appear in the data, not by their place in the scale."""
    observed, expected = sums(a, b, list(dict.fromkeys([*a, *b])), weights)
    return 1 - observed / expected if expected else math.nan


def used_labels(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Leave out labels that nobody used, so that the weights belong to other labels."""
    observed, expected = sums(a, b, [label for label in labels if label in {*a, *b}], weights)
    return 1 - observed / expected if expected else math.nan


def item_agreement(row: Sequence[int]) -> float:
    """Return the share of agreeing pairs of raters in one item."""
    n = sum(row)
    return sum(k * (k - 1) for k in row) / (n * (n - 1))


def label_shares(counts: Rows) -> list[float]:
    """Return each label's share of all votes."""
    votes = [sum(column) for column in zip(*counts, strict=True)]
    return [vote / sum(votes) for vote in votes]


def mean(values: Sequence[float]) -> float:
    """Return the arithmetic mean."""
    return sum(values) / len(values)


def fleiss_with(
    counts: Rows, agreement: Callable[[Sequence[int]], float] = item_agreement, chance: float | None = None
) -> float:
    """Return Fleiss' kappa with one part replaced."""
    expected = sum(share**2 for share in label_shares(counts)) if chance is None else chance
    return beyond(mean([agreement(row) for row in counts]), expected)


def with_itself(row: Sequence[int]) -> float:
    """Count agreeing pairs and also pair each rater with themselves."""
    return sum(k * k for k in row) / sum(row) ** 2


def leading(row: Sequence[int]) -> float:
    """Return the share of the most frequent label."""
    return max(row) / sum(row)


def as_alpha(counts: Rows) -> float:
    """Return Krippendorff's nominal alpha of the same counts."""
    rows = [[label for label, k in enumerate(row) for _ in range(k)] for row in counts]
    return krippendorff_alpha(rows, "nominal")


def turned_counts(counts: Rows) -> float:
    """Take labels for items."""
    return fleiss_with([list(column) for column in zip(*counts, strict=True)])


def nominal(c: Any, k: Any, bag: list[Any]) -> float:
    """Return 0 for equal ratings, else 1."""
    return float(c != k)


def interval(c: Any, k: Any, bag: list[Any]) -> float:
    """Return the squared difference."""
    return float((c - k) ** 2)


def absolute(c: Any, k: Any, bag: list[Any]) -> float:
    """Return the difference, not squared."""
    return float(abs(c - k))


def ordinal(c: Any, k: Any, bag: list[Any], ends: float = 0.5, power: int = 2) -> float:
    """Count the ratings from c to k, subtract the share `ends` of those at both ends, and raise to the `power`."""
    if c == k:
        return 0.0
    between = sum(min(c, k) <= value <= max(c, k) for value in bag)
    return float((between - ends * (bag.count(c) + bag.count(k))) ** power)


def places(c: Any, k: Any, bag: list[Any]) -> float:
    """Return the squared difference of the places among the values in use."""
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
    """Return observed and expected disagreement, as alpha defines them or with one error.

    `singles` keeps single ratings in the bag, `again` pairs a rating with itself, `per_item` False counts every pair
    once, even if its item has many ratings.
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
    """Return 1 - Do/De with another distance, or with one error."""
    observed, expected = disagreement(rows, distance, **wrong)
    return 1 - observed / expected if expected else math.nan


def turned(distance: Distance, rows: Rows, level: str) -> float:
    """Take raters for items."""
    return alpha_with(distance, list(zip(*rows, strict=True)), level)


def agreement_only(distance: Distance, rows: Rows, level: str) -> float:
    """Return 1 - Do, without subtracting chance."""
    return 1 - disagreement(rows, distance)[0]


def filled(value: Any, rows: Rows, level: str) -> float:
    """Take a missing rating for a rating `value`."""
    return alpha_with(nominal, [[value if one is None else one for one in row] for row in rows], level)


def complete_only(rows: Rows, level: str) -> float:
    """Leave out items with any gap."""
    return alpha_with(nominal, [row for row in rows if None not in row], level)


def mean_pairwise(rows: Rows, level: str) -> float:
    """Return the mean of Cohen's kappa over all pairs of raters."""

    def kappa(a: Sequence[Any], b: Sequence[Any]) -> float:
        return 1 - _over(*sums(a, b, list(dict.fromkeys([*a, *b])), lambda i, j: float(i != j)))

    return mean([kappa(a, b) for a, b in combinations(list(zip(*rows, strict=True)), 2)])


def _over(observed: float, expected: float) -> float:
    return observed / expected if expected else math.nan


def never_negative(function: Callable[..., float]) -> KnownWay:
    """Return the mistake of giving 0 where a right function gives a negative value."""

    def cut(*arguments: Any) -> float:
        value = function(*arguments)
        return max(0.0, value) if value == value else value

    return KnownWay(
        cut,
        "You cut off the coefficient at 0, so agreement below chance looks like agreement by chance.",
        "Return the value as it is. It is negative if people agree less often than by chance.",
    )


def kappa(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return Cohen's kappa."""
    return 1 - _over(*sums(a, b, list({*a, *b}), lambda i, j: float(i != j)))


def with_weights(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Return weighted kappa."""
    return 1 - _over(*sums(a, b, labels, lambda i, j: weights[i][j]))


BELOW_CHANCE = {
    "cohen_kappa": never_negative(kappa),
    "weighted_kappa": never_negative(with_weights),
    "fleiss_kappa": never_negative(fleiss_with),
    **{
        level: never_negative(partial(alpha_with, distance))
        for level, distance in (("nominal", nominal), ("interval", interval), ("ordinal", ordinal))
    },
}
"""The cut at 0, by function or level; it is wrong on few inputs, so it leaves half of the points."""
RAW = "This is the raw agreement. You did not subtract the agreement by chance."
COHEN = (
    KnownWay(
        equal, RAW, "Compute the agreement by chance (pe). Then use the last step: (po - pe) / (1 - pe)."
    ),
    KnownWay(
        pooled,
        "You put the labels of both people together: this is Fleiss' kappa of two raters (Scott's pi), not Cohen's "
        "kappa.",
        "For each label, compute its share in `a` and its share in `b`, and multiply the two.",
    ),
    KnownWay(
        from_one,
        "You computed chance from the first person's shares only.",
        "Multiply the first person's share of a label by the second person's share of the same label.",
    ),
    KnownWay(
        one_in_q,
        "You used 1 divided by the number of labels as chance, as if both people threw dice.",
        "Chance depends on how often each person uses a label. Use their own shares.",
    ),
    KnownWay(
        not_divided,
        "You did not divide the agreement beyond chance by 1 - pe.",
        "Divide the difference po - pe by 1 - pe.",
    ),
    KnownWay(
        lambda a, b: 100 * kappa(a, b),
        "This is kappa in percent.",
        "Do not multiply by 100.",
    ),
)
WEIGHTED = (
    KnownWay(
        as_agreement,
        "You used the weights as agreement, but a weight says how bad a disagreement is.",
        "Divide the observed sum by the expected sum, and subtract the result from 1.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float(i != j)),
        "The weights have no effect: this is plain Cohen's kappa.",
        "Multiply each pair's share by `weights[i][j]` before you add.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float(abs(i - j))),
        "Your function uses linear weights, even if `weights` is another table.",
        "Read each weight from `weights[i][j]`.",
    ),
    KnownWay(
        partial(weighted_by, lambda i, j: float((i - j) ** 2)),
        "Your function uses quadratic weights, even if `weights` is another table.",
        "Read each weight from `weights[i][j]`.",
    ),
    KnownWay(
        weights_turned,
        "You exchanged the two people in the weights: `weights[j][i]` instead of `weights[i][j]`.",
        "The row of a weight is the label of the first person, and the column is the label of the second.",
    ),
    KnownWay(
        chance_unweighted,
        "You used the weights only in the observed sum. The expected sum counts every disagreement as 1.",
        "Use the weights in both sums.",
    ),
    KnownWay(ratio_only, "You did not subtract the quotient from 1.", "Return 1 minus the quotient."),
    KnownWay(
        order_of_appearance,
        "You numbered the labels in the order in which they first appear in the data, so the weights belong to the "
        "wrong pairs.",
        "Number the labels by their place in `labels`.",
    ),
    KnownWay(
        used_labels,
        "You left out labels that nobody used. This shifts the rows and columns of the weights.",
        "Loop over all of `labels`, in their order.",
    ),
)
FLEISS = (
    KnownWay(
        lambda counts: mean([item_agreement(row) for row in counts]),
        RAW,
        "Subtract Pe, and divide by 1 - Pe.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=with_itself),
        "You also paired each rater with themselves, and such pairs always agree: n × n pairs instead of n × (n - "
        "1).",
        "A label with k votes makes k × (k - 1) pairs.",
    ),
    KnownWay(
        lambda counts: fleiss_with(counts, chance=1 / len(counts[0])),
        "You used 1 divided by the number of labels as chance: this is Randolph's kappa.",
        "Square each label's share of all votes, and add up the squares.",
    ),
    KnownWay(
        partial(fleiss_with, agreement=leading),
        "You used the share of the most frequent label instead of the share of agreeing pairs.",
        "Count pairs: with 3 of 4 votes for a label, the share of votes is 3/4, but only 6 of 12 ordered pairs "
        "agree.",
    ),
    KnownWay(
        as_alpha,
        "This is Krippendorff's alpha. It never pairs a vote with itself; Fleiss' kappa squares the shares.",
        "Compute Pe as the sum of the squared shares, without N - 1.",
    ),
    KnownWay(
        turned_counts,
        "You exchanged rows and columns: you took labels for items.",
        "Treat each row as one item. The sum of a column is the total of a label.",
    ),
)
AGAIN = KnownWay(
    lambda rows, level: math.nan,
    "De uses N × N pairs instead of N × (N - 1): you paired ratings with themselves, as Fleiss' kappa does.",
    "For De, divide the sum over all pairs by N × (N - 1).",
)
TURNED = "You exchanged rows and columns: you took raters for items."


def alpha_ways(right: Distance) -> tuple[KnownWay, ...]:
    """Return the mistakes that are possible at every level, with the distance of that level."""
    return (
        KnownWay(partial(alpha_with, right, again=True), AGAIN.misconception, AGAIN.advice),
        KnownWay(partial(turned, right), TURNED, "Treat each row of `ratings` as one item."),
        KnownWay(
            partial(agreement_only, right),
            "This is 1 - Do. You did not take chance into account.",
            "Divide Do by De, and subtract the result from 1.",
        ),
    )


NOMINAL = (
    *alpha_ways(nominal),
    KnownWay(
        mean_pairwise,
        "This is the mean of Cohen's kappa over all pairs of raters. Alpha does not ask who gave a rating.",
        "Put all ratings into one bag for De.",
    ),
)
INTERVAL = (
    KnownWay(
        partial(alpha_with, nominal),
        "This is nominal alpha: the level has no effect.",
        "Use (c - k) squared.",
    ),
    KnownWay(partial(alpha_with, absolute), "You did not square the difference.", "Use (c - k) squared."),
    KnownWay(
        partial(alpha_with, ordinal),
        "This is ordinal alpha.",
        "At the interval level, use the numbers, not their ranks.",
    ),
    *alpha_ways(interval),
)
ORDINAL = (
    KnownWay(
        partial(alpha_with, interval),
        "This is interval alpha: you subtracted the numbers, as if all steps were equal.",
        "Count the ratings in the bag that are from c to k.",
    ),
    KnownWay(
        partial(alpha_with, nominal),
        "This is nominal alpha: the level has no effect.",
        "Count the ratings from c to k.",
    ),
    KnownWay(
        partial(alpha_with, places),
        "You numbered the values 1, 2, 3 ... and subtracted these numbers. You did not count how many ratings are "
        "between them.",
        "Count every rating in the bag, not every different value.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, ends=0.0)),
        "You counted the ratings at both ends in full.",
        "Subtract half of the ratings that equal c and half of those that equal k.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, ends=1.0)),
        "You left out the ratings at both ends.",
        "Count half of the ratings that equal c and half of those that equal k.",
    ),
    KnownWay(
        partial(alpha_with, partial(ordinal, power=1)),
        "You did not square the count.",
        "Square the count, as you square the difference at the interval level.",
    ),
    *alpha_ways(ordinal),
)
MISSING = (
    KnownWay(
        partial(filled, "no rating"),
        "You treated a missing rating as a label, so two gaps agree.",
        "Drop every None before you count anything.",
    ),
    KnownWay(
        complete_only,
        "You left out every item with a gap. An item with two ratings or more still counts.",
        "Drop only the missing rating, not the item.",
    ),
    KnownWay(
        partial(alpha_with, nominal, singles=True),
        "Items with only one rating are still in the bag for De.",
        "Drop these items before you fill the bag.",
    ),
    KnownWay(
        partial(alpha_with, nominal, per_item=False),
        "Every pair counts the same, so items with many ratings count too much.",
        "Divide each item's sum by its own m - 1. Then add up and divide by N.",
    ),
    KnownWay(partial(alpha_with, nominal, again=True), AGAIN.misconception, AGAIN.advice),
)


def always(value: float, what: str) -> KnownWay:
    """Return the mistake of answering `value` where the coefficient is undefined."""
    return KnownWay(
        lambda *_: value,
        f"Your function returns {value:g} for an undefined case, {what}.",
        'Before you divide, check whether the divisor is 0. If it is, return `float("nan")`.',
    )


UNDEFINED = (
    always(1.0, "as if one label for everything were perfect agreement"),
    always(0.0, "as if the agreement were zero"),
)
