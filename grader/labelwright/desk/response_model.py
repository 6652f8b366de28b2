"""Estimate how likely a learner who works alone is to give each wrong label to each item.

A learner is wrong on an item with the chance of Rasch's model: it depends on how hard the item is and on how able the
learner is among the items with that right label, so that a habit such as "always positive" is part of it. Given that
they are wrong, which label they give depends on how popular it is on that item and with that learner. The difficulty
and the popularity are taken from all other learners, the one they are compared with included, and averaged over what
is not known about them.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Marks = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]

_GRID = np.linspace(-6.0, 6.0, 33)
"""The difficulties that are tried, in logits."""
_ROUNDS = 25
_SPREAD_OF_LABEL = 1.5
"""How far a learner's ability among the items of one label may be from their ability, in logits (standard deviation)."""
_SPREAD_OF_ABILITY = 3.0
_HABIT = 3.0
"""A learner's own choice of wrong labels counts fully only from many wrong labels: so many typical ones are added."""


@dataclass(frozen=True)
class Responses:
    """Labels as tables with a row for each learner and a column for each item.

    `here` marks the labels that were given, `wrong` those that are not among the right ones, `given` is the number of the
    label (-1 without one), and `right` the number of each item's first right label.
    """

    learners: tuple[str, ...]
    items: tuple[str, ...]
    labels: tuple[str, ...]
    here: Marks
    wrong: Marks
    given: Integers
    right: Integers
    accepted: Marks
    """Which labels are right, shape (items, labels)."""

    def groups(self, fewest: int) -> list[Integers]:
        """Return the items of each right label; right labels with fewer than `fewest` items are in one group."""
        labels, counts = np.unique(self.right, return_counts=True)
        found = [np.flatnonzero(self.right == label) for label in labels[counts >= fewest]]
        rest = np.flatnonzero(np.isin(self.right, labels[counts < fewest]))
        return [*found, rest] if len(rest) else found


def read_responses(
    labels: Mapping[str, Mapping[str, str]], reference: Mapping[str, Collection[str]]
) -> Responses:
    """Return the labels as tables, without items that have no reference."""
    learners = tuple(sorted(labels))
    items = tuple(sorted({item for own in labels.values() for item in own if reference.get(item)}))
    names = {label for own in labels.values() for label in own.values()}
    names |= {label for item in items for label in reference[item]}
    known = tuple(sorted(names))
    number = {label: place for place, label in enumerate(known)}
    given = np.full((len(learners), len(items)), -1, np.int64)
    for row, learner in enumerate(learners):
        for column, item in enumerate(items):
            if item in labels[learner]:
                given[row, column] = number[labels[learner][item]]
    accepted = np.zeros((len(items), len(known)), np.bool_)
    for column, item in enumerate(items):
        accepted[column, [number[label] for label in reference[item]]] = True
    first = [number[next(iter(reference[item]))] for item in items]
    here = given >= 0
    wrong = here & ~accepted[np.arange(len(items)), given]
    return Responses(learners, items, known, here, wrong, given, np.array(first, np.int64), accepted)


@dataclass(frozen=True)
class Model:
    """The fitted chances; the tables of the grid have the shape (learners, items, difficulties)."""

    prior: Floats
    """The logarithm of each difficulty's weight, all learners together, shape (items, difficulties)."""
    chance: Floats
    evidence: Floats
    """The logarithm of how likely each learner's answer is."""
    counts: Floats
    """How many learners gave each label wrongly, shape (items, labels)."""
    one_hot: Floats
    """Which wrong label each learner gave, shape (learners, items, labels)."""
    habits: Floats
    """How much more often than others a learner gives each wrong label, shape (learners, labels)."""
    allowed: Floats
    """1 for each label that is wrong on an item, otherwise 0, shape (items, labels)."""
    weight: float
    """What is added to each count of a label before popularity is taken from the counts."""

    def wrong_labels(self, learner: int) -> Floats:
        """Return the chance that the learner gives each wrong label, shape (items, labels); right labels have 0.

        The learner's own answers tell nothing about how hard an item is.
        """
        weights = self.prior - self.evidence[learner]
        weights = np.exp(weights - weights.max(axis=-1, keepdims=True))
        weights /= weights.sum(axis=-1, keepdims=True)
        wrong = (weights * self.chance[learner]).sum(axis=-1)
        popular = (self.counts - self.one_hot[learner] + self.weight) * self.allowed * self.habits[learner]
        shares = popular / np.maximum(popular.sum(axis=-1, keepdims=True), 1e-12)
        chances: Floats = wrong[:, None] * shares
        return chances


def fit(responses: Responses, fewest: int) -> Model:
    """Return the model of a class; difficulties and abilities are estimated in turn.

    `fewest` is the number of items from which a right label has an ability of its own.
    """
    here, wrong = responses.here, responses.wrong
    groups = _groups(responses, fewest)
    spread, ability = 1.5, np.zeros(groups.shape[:2])
    prior = np.zeros((len(responses.items), len(_GRID)))
    chance = evidence = np.zeros((*here.shape, len(_GRID)))
    for _ in range(_ROUNDS):
        of_item = np.einsum("jg,jgi->ji", ability, groups)
        chance = 1 / (1 + np.exp(of_item[:, :, None] - _GRID))
        evidence = np.where(wrong[:, :, None], np.log(chance), np.log1p(-chance)) * here[:, :, None]
        prior = -0.5 * (_GRID / spread) ** 2 + evidence.sum(axis=0)
        weights = np.exp(prior - prior.max(axis=1, keepdims=True))
        weights /= weights.sum(axis=1, keepdims=True)
        spread = float(np.clip(np.sqrt((weights * _GRID**2).sum(axis=1).mean()), 0.75, 3.0))
        ability = _abilities(ability, chance, weights, groups, wrong)
    counts, one_hot, habits, allowed, weight = _options(responses)
    return Model(prior, chance, evidence, counts, one_hot, habits, allowed, weight)


def _groups(responses: Responses, fewest: int) -> Floats:
    """Return which items each learner answered, for each group, shape (learners, groups, items)."""
    groups = responses.groups(fewest)
    member = np.zeros((len(groups), len(responses.items)))
    for number, items in enumerate(groups):
        member[number, items] = 1.0
    found: Floats = responses.here[:, None, :] * member[None, :, :]
    return found


def _abilities(ability: Floats, chance: Floats, weights: Floats, groups: Floats, wrong: Marks) -> Floats:
    """Return each learner's ability for each group of items after one step of Newton's method.

    The abilities of a learner are drawn towards their mean, and the mean weakly towards the class.
    """
    mean = np.einsum("jig,ig->ji", chance, weights)
    slope = np.einsum("jig,ig->ji", chance * (1 - chance), weights)
    expected, information = (np.einsum("jgi,ji->jg", groups, table) for table in (mean, slope))
    seen = np.einsum("jgi,ji->jg", groups, wrong.astype(np.float64))
    centre = ability.mean(axis=1, keepdims=True) * _SPREAD_OF_ABILITY**2
    centre /= _SPREAD_OF_ABILITY**2 + _SPREAD_OF_LABEL**2 / ability.shape[1]
    step = expected - seen - (ability - centre) / _SPREAD_OF_LABEL**2
    moved: Floats = ability + np.clip(step / (information + 1 / _SPREAD_OF_LABEL**2), -1.0, 1.0)
    return moved


def _options(responses: Responses) -> tuple[Floats, Floats, Floats, Floats, float]:
    """Return the counts of wrong labels, who gave which, the learners' habits, what may be wrong, and the weight.

    The weight is chosen so that two learners who are wrong on an item nobody else is wrong on agree as often as two
    wrong learners of this class do on all items.
    """
    kinds = len(responses.labels)
    one_hot = np.zeros((*responses.given.shape, kinds))
    rows, columns = np.nonzero(responses.wrong)
    one_hot[rows, columns, responses.given[rows, columns]] = 1.0
    counts = one_hot.sum(axis=0)
    allowed = (~responses.accepted).astype(np.float64)
    alike = float((counts * (counts - 1)).sum() / 2)
    wrong = counts.sum(axis=1)
    pairs = float((wrong * (wrong - 1)).sum() / 2)
    share = (alike + 1) / (pairs + 1)
    several = max(float(allowed.sum(axis=1).mean()), 1.0)
    weight = float(np.clip((1 - share) / max(several * share - 1, 1e-3), 0.01, 10.0))
    own = one_hot.sum(axis=1)
    typical = counts.sum(axis=0) / max(float(counts.sum()), 1.0)
    shares = (own + _HABIT * typical) / (own.sum(axis=1, keepdims=True) + _HABIT)
    habits = shares / np.maximum(typical, 1e-9)
    return counts, one_hot, np.where(typical > 0, habits, 1.0), allowed, weight
