"""Wrong ways to compute the four coefficients, and the right ones, on the same inputs as the learner's function."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import combinations
from typing import Any

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


def by_chance(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return Cohen's agreement by chance."""
    counts, other = Counter(a), Counter(b)
    return sum(counts[label] * other[label] for label in counts) / len(a) ** 2


def not_divided(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return observed minus expected agreement."""
    return equal(a, b) - by_chance(a, b)


def no_brackets(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return po - pe / 1 - pe, where division comes before subtraction."""
    return equal(a, b) - 2 * by_chance(a, b)


def two_labels(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return kappa with chance from the labels yes and no alone."""
    counts, other = Counter(a), Counter(b)
    return beyond(equal(a, b), sum(counts[label] * other[label] for label in ("yes", "no")) / len(a) ** 2)


def changed_labels(change: Callable[[str], str], a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return kappa of labels that were changed before they were compared."""
    return kappa(*([change(str(label)) for label in labels] for labels in (a, b)))


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


def squared(row: Sequence[int]) -> float:
    """Count k * k agreeing pairs among n * (n - 1)."""
    return sum(k * k for k in row) / (sum(row) * (sum(row) - 1))


def per_label(counts: Rows, *, shares: bool) -> float:
    """Take the number of labels for the number of raters; with `shares`, in the labels' shares of all votes too."""
    n = len(counts[0])
    votes = [sum(column) for column in zip(*counts, strict=True)]
    of = n * len(counts) if shares else sum(votes)
    agree = mean([sum(k * (k - 1) for k in row) / (n * (n - 1)) for row in counts])
    return beyond(agree, sum((vote / of) ** 2 for vote in votes))


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


def disagreement(rows: Rows, distance: Distance, error: str = "") -> tuple[float, float]:
    """Return observed and expected disagreement, as alpha defines them or with one `error`.

    The errors: `again` pairs a rating with itself; `singles` keeps single ratings in the bag, `lone` counts them in N
    of both; `wide` counts them in the distance only; `pairs` counts every pair once, even if its item has many ratings;
    `items` takes the mean over items; `m` divides an item's sum by m.
    """
    present = [[value for value in row if value is not None] for row in rows]
    kept = [row for row in present if len(row) > 1]
    every = [value for row in present for value in row]
    bag = every if error in ("singles", "lone") else [value for row in kept for value in row]
    counted = every if error == "wide" else bag
    within = [(sum(distance(c, k, counted) for c in row for k in row), len(row)) for row in kept]
    if error == "pairs":
        observed = sum(total for total, _ in within) / sum(m * (m - 1) for _, m in within)
    elif error == "items":
        observed = mean([total / (m * (m - 1)) for total, m in within])
    else:
        ratings = len(every) if error == "lone" else sum(m for _, m in within)
        observed = sum(total / (m - (error != "m")) for total, m in within) / ratings
    counts = Counter(bag)
    total = sum(counts[c] * counts[k] * distance(c, k, counted) for c in counts for k in counts)
    return observed, total / (len(bag) * (len(bag) - (error != "again")))


def alpha_with(distance: Distance, rows: Rows, level: str, error: str = "", times: float = 1.0) -> float:
    """Return 1 - Do/De with another distance, with one error, or with a Do that is `times` too large."""
    observed, expected = disagreement(rows, distance, error)
    return 1 - times * observed / expected if expected else math.nan


DISTANCES: dict[str, Distance] = {"nominal": nominal, "interval": interval, "ordinal": ordinal}


def alpha(rows: Rows, level: str, error: str = "") -> float:
    """Return alpha at a level, or with one error."""
    return alpha_with(DISTANCES[level], rows, level, error)


def at_level(only: str, wrong: Callable[[Rows, str], float], rows: Rows, level: str) -> float:
    """Return what `wrong` gives at one level, and the right alpha at the others."""
    return wrong(rows, level) if level == only else alpha(rows, level)


def turned(distance: Distance, rows: Rows, level: str) -> float:
    """Take raters for items."""
    return alpha_with(distance, list(zip(*rows, strict=True)), level)


def agreement_only(distance: Distance, rows: Rows, level: str) -> float:
    """Return 1 - Do, without subtracting chance."""
    return 1 - disagreement(rows, distance)[0]


def quotient(distance: Distance, rows: Rows, level: str) -> float:
    """Return Do/De, not subtracted from 1."""
    return 1 - alpha_with(distance, rows, level)


def filled(value: Any, rows: Rows, level: str) -> float:
    """Take a missing rating for a rating `value`."""
    return alpha([[value if one is None else one for one in row] for row in rows], level)


def zeros_dropped(rows: Rows, level: str) -> float:
    """Take a rating of 0 for a missing one."""
    return alpha([[None if one == 0 else one for one in row] for row in rows], level)


def complete_only(rows: Rows, level: str) -> float:
    """Leave out items with any gap."""
    return alpha([row for row in rows if None not in row], level)


def mean_pairwise(rows: Rows, level: str) -> float:
    """Return the mean of Cohen's kappa over all pairs of raters."""
    return mean([kappa(a, b) for a, b in combinations(list(zip(*rows, strict=True)), 2)])


def over(observed: float, expected: float) -> float:
    """Return the quotient, or NaN if the divisor is 0."""
    return observed / expected if expected else math.nan


def kappa(a: Sequence[Any], b: Sequence[Any]) -> float:
    """Return Cohen's kappa."""
    return beyond(equal(a, b), by_chance(a, b))


def with_weights(a: Sequence[Any], b: Sequence[Any], labels: Sequence[Any], weights: Rows) -> float:
    """Return weighted kappa."""
    return 1 - over(*sums(a, b, labels, lambda i, j: weights[i][j]))


def nan_if(perfect: Callable[..., bool], function: Callable[..., float], *arguments: Any) -> float:
    """Return NaN for perfect agreement, and what the function gives for all else."""
    return math.nan if perfect(*arguments) else function(*arguments)


def rounded(function: Callable[..., float], places: int, *arguments: Any) -> float:
    """Return the rounded result."""
    return round(function(*arguments), places)


def cut(function: Callable[..., float], *arguments: Any) -> float:
    """Return 0 where the function gives a negative value."""
    value = function(*arguments)
    return max(0.0, value) if value == value else value
