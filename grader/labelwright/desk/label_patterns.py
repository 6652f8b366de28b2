"""Find pairs of learners who give the same wrong labels more often than the items' difficulty explains.

The statistic is the number of shared items on which both give the same wrong label. If two people work apart, each item
is a draw of its own, and the statistic has a generalised binomial distribution. That is the test of van der Linden and
Sotaridona, "Detecting answer copying when the regular response process follows a known response model", Journal of
Educational and Behavioral Statistics 31 (2006), 283-304. Only wrong labels count, as in their test of 2004 (Journal of
Educational Measurement 41, 361-377): people who know the guideline agree on right labels. Wollack's omega (Applied
Psychological Measurement 21, 1997, 307-320) uses the same chances with a normal distribution, which is not exact enough
for the few wrong labels of able learners.

The chances come from `response_model`. Benjamini and Hochberg (Journal of the Royal Statistical Society B 57, 1995,
289-300) correct for the number of pairs: where nobody copies, a class in which any pair is named is as rare as LEVEL.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from labelwright.desk.response_model import Floats, Integers, Marks, Responses, fit, read_responses

FEWEST_SHARED = 15
"""With fewer shared items a pair is not compared."""
FEWEST_SAME = 4
"""A pair with fewer equal wrong labels is not named, also where they are improbable."""
FEWEST_IN_GROUP = 8
"""Right labels with fewer items are taken together."""
FEWEST_LEARNERS = 5
"""With fewer learners nobody knows which items are hard, so nothing is compared."""
LEVEL = 0.01


@dataclass(frozen=True)
class LabelPair:
    """Two learners who agree on wrong labels.

    `same_wrong` of their `shared` items have the same wrong label and `both_wrong` have two wrong labels; `expected` is
    how many would have the same wrong label by chance, `p_value` the chance of so many or more, and `adjusted` the same
    after the correction for the number of pairs.
    """

    left: str
    right: str
    shared: int
    both_wrong: int
    same_wrong: int
    expected: float
    p_value: float
    adjusted: float
    items: tuple[str, ...]
    """The items with the same wrong label."""


@dataclass(frozen=True)
class LabelSearch:
    """The pairs that are named, the least probable first; how many pairs were compared, and how many share too few items."""

    pairs: tuple[LabelPair, ...]
    compared: int
    too_few: int


def label_patterns(
    labels: Mapping[str, Mapping[str, str]],
    reference: Mapping[str, Collection[str]],
    level: float = LEVEL,
) -> LabelSearch:
    """Compare the labels of every two learners: learner -> item -> label; `reference` has each item's right labels.

    Items without a reference are left out. Return no pairs if there are fewer than FEWEST_LEARNERS learners.
    """
    from scipy.stats import false_discovery_control

    responses = read_responses(labels, reference)
    number = len(responses.learners)
    if number < FEWEST_LEARNERS or not responses.items:
        return LabelSearch((), 0, number * (number - 1) // 2)
    found, compared = _compare(responses)
    too_few = number * (number - 1) // 2 - compared
    if not found:
        return LabelSearch((), compared, too_few)
    # The other compared pairs have too few equal wrong labels to be named, and count with the largest chance.
    chances = np.concatenate([[pair.p_value for pair in found], np.ones(compared - len(found))])
    adjusted = false_discovery_control(np.clip(chances, 0.0, 1.0), method="bh")[: len(found)]
    named = [
        _named(responses, pair, float(value))
        for pair, value in zip(found, adjusted, strict=True)
        if value <= level
    ]
    named.sort(key=lambda pair: (pair.p_value, -pair.same_wrong, pair.left, pair.right))
    return LabelSearch(tuple(named), compared, too_few)


def match_chances(same: Floats, other: Floats, groups: Sequence[Integers], wrong: Integers) -> Floats:
    """Return the chances of 0, 1, 2, ... equal wrong labels, shape (rows, numbers), if the items are independent.

    `same` is the chance of the label that the other learner gave wrongly, and `other` the chance of any other wrong
    label, both of the shape (rows, items); an item that is not shared has 0 in both. `groups` lists the items with one
    right label each, and `wrong` how many of them got a wrong label, shape (rows, groups): only answers with so many
    wrong labels are counted, so that how able the learner is does not matter.
    """
    total = np.ones((len(same), 1))
    for number, items in enumerate(groups):
        total = _sum_of(total, _within_group(same[:, items], other[:, items], wrong[:, number]))
    return total


def _within_group(same: Floats, other: Floats, wrong: Integers) -> Floats:
    """Return the chances of each number of equal wrong labels, given the number of wrong labels."""
    most = int(wrong.max())
    # The second place counts the equal wrong labels, the third one all wrong labels.
    spread = np.zeros((len(same), most + 1, most + 1))
    spread[:, 0, 0] = 1.0
    for item in range(same.shape[1]):
        alike, apart = same[:, item, None, None], other[:, item, None, None]
        before = spread
        spread = before * (1 - alike - apart)
        spread[:, :, 1:] += before[:, :, :-1] * apart
        spread[:, 1:, 1:] += before[:, :-1, :-1] * alike
    found: Floats = spread[np.arange(len(same)), :, wrong]
    found /= np.maximum(found.sum(axis=1, keepdims=True), 1e-300)
    return found


def _sum_of(first: Floats, second: Floats) -> Floats:
    """Return the chances of the sum of two independent numbers, row by row."""
    total = np.zeros((len(first), first.shape[1] + second.shape[1] - 1))
    for number in range(second.shape[1]):
        total[:, number : number + first.shape[1]] += first * second[:, number, None]
    return total


@dataclass(frozen=True)
class _Pair:
    left: int
    right: int
    same_wrong: int
    expected: float
    p_value: float


def _compare(responses: Responses) -> tuple[list[_Pair], int]:
    """Return the pairs with enough equal wrong labels to be named, and the number of all compared pairs.

    Each learner of a pair is tested against the other's labels, and the larger of both chances counts.
    """
    here = responses.here.astype(np.int64)
    enough = here @ here.T >= FEWEST_SHARED
    np.fill_diagonal(enough, False)
    model, groups = fit(responses, FEWEST_IN_GROUP), responses.groups(FEWEST_IN_GROUP)
    found: dict[tuple[int, int], _Pair] = {}
    surprise = np.zeros(enough.shape)
    for learner in range(len(here)):
        others = np.flatnonzero(enough[learner])
        if not len(others):
            continue
        seen, spread = _test(responses, model.wrong_labels(learner), groups, learner, others)
        numbers = np.arange(spread.shape[1])
        expected = spread @ numbers
        variance = spread @ numbers**2 - expected**2
        surprise[learner, others] = (seen - expected) / np.sqrt(np.maximum(variance, 0.05))
        for row in np.flatnonzero(seen >= FEWEST_SAME).tolist():
            other, count = int(others[row]), int(seen[row])
            pair = _Pair(
                min(learner, other),
                max(learner, other),
                count,
                float(expected[row]),
                float(spread[row, count:].sum()),
            )
            before = found.setdefault((pair.left, pair.right), pair)
            if pair.p_value > before.p_value:
                found[pair.left, pair.right] = pair
    return [_scaled(pair, surprise, enough) for pair in found.values()], int(enough.sum()) // 2


def _test(
    responses: Responses, chances: Floats, groups: Sequence[Integers], learner: int, others: Integers
) -> tuple[Integers, Floats]:
    """Return how many wrong labels the learner has in common with each other one, and the chances of each number."""
    shared = responses.here[others] & responses.here[learner]
    own_wrong = shared & responses.wrong[learner]
    wrong = responses.wrong[others] & shared
    given = responses.given[others]
    seen: Integers = (own_wrong & wrong & (given == responses.given[learner])).sum(axis=1)
    alike = np.where(wrong, chances[np.arange(len(chances)), np.maximum(given, 0)], 0.0)
    apart = chances.sum(axis=1) * shared - alike
    counts = np.stack([own_wrong[:, items].sum(axis=1) for items in groups], axis=1)
    return seen, match_chances(alike, apart, groups, counts)


def _scaled(pair: _Pair, surprise: Floats, enough: Marks) -> _Pair:
    """Return the pair with a larger chance if these learners agree with many others more than the model expects.

    People who misread the same rule of a guideline are wrong on the same items without copying. Then their agreement
    with the rest of the class varies more than it should, and a pair must be unusual by that measure.
    """
    from scipy.stats import norm

    scale = 1.0
    for learner, other in ((pair.left, pair.right), (pair.right, pair.left)):
        rest = enough[learner].copy()
        rest[other] = False
        if rest.any():
            values = np.maximum(surprise[learner, rest], surprise[rest, learner])
            scale = max(scale, float(np.sqrt(np.mean(values**2))))
    return replace(pair, p_value=float(norm.sf(norm.isf(min(pair.p_value, 0.5)) / scale)))


def _named(responses: Responses, pair: _Pair, adjusted: float) -> LabelPair:
    same = (
        responses.wrong[pair.left]
        & responses.wrong[pair.right]
        & (responses.given[pair.left] == responses.given[pair.right])
    )
    return LabelPair(
        responses.learners[pair.left],
        responses.learners[pair.right],
        int((responses.here[pair.left] & responses.here[pair.right]).sum()),
        int((responses.wrong[pair.left] & responses.wrong[pair.right]).sum()),
        pair.same_wrong,
        pair.expected,
        pair.p_value,
        adjusted,
        tuple(responses.items[place] for place in np.flatnonzero(same)),
    )
