"""What the simulation knows about each item: its right label, its difficulty and its likely wrong labels."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from labelwright.annotations.inputs import as_items
from labelwright.annotations.record import Item
from labelwright.errors import LabelwrightError
from labelwright.simulation.guideline import Guideline, Rule

MIDDLING = 0.5
"""The difficulty at which a worker's skill is their chance of the right label."""

Shares = Mapping[str, float]


class SimulationError(LabelwrightError, ValueError):
    """The input does not fit the simulation; the message says which item, label or worker, and what to do."""


@dataclass(frozen=True)
class Case:
    """One item with its truth (None: it should be skipped), its difficulty from 0 to 1, and the rules that fit it.

    `pull` gives each wrong label its part of the errors; the parts add up to 1.
    """

    item: Item
    truth: str | None
    difficulty: float
    pull: Shares
    rules: tuple[Rule, ...]


def difficulty_from_shares(shares: Shares, labels: int) -> float:
    """Return how hard an item is, from how a crowd split: 0 if all agreed, 1 if all `labels` labels got the same share.

    `shares` holds counts or shares by label. It is (1 - largest share) / (1 - 1 / labels), at most 1.
    """
    whole = math.fsum(shares.values())
    if labels < 2 or not 0 < whole < math.inf or min(shares.values()) < 0:
        raise SimulationError(
            "shares need two labels or more, no negative part and a sum above 0; correct them."
        )
    return min(1.0, (1 - max(shares.values()) / whole) / (1 - 1 / labels))


def make_cases(
    items: Any,
    truth: Mapping[str, str | None],
    labels: tuple[str, ...],
    guideline: Guideline | None,
    difficulty: Mapping[str, float],
    shares: Mapping[str, Shares],
) -> list[Case]:
    """Return one case per item, in order; raise SimulationError if truth, labels, difficulty or shares do not fit."""
    found = []
    for item in as_items(items):
        if item.id not in truth:
            raise SimulationError(
                f"item {item.id!r} has no truth; add its label, or None if it should be skipped."
            )
        right = truth[item.id]
        if right is not None:
            _known([right], labels, f"the truth of item {item.id!r}")
        split = shares.get(item.id, {})
        _known(split, labels, f"the shares of item {item.id!r}")
        hard = difficulty.get(item.id)
        if hard is None:
            hard = difficulty_from_shares(split, len(labels)) if split else MIDDLING
        if not 0 <= hard <= 1:
            raise SimulationError(f"the difficulty of item {item.id!r} is {hard}; give a number from 0 to 1.")
        rules = tuple(rule for rule in guideline.rules if rule.when.holds(item)) if guideline else ()
        found.append(Case(item, right, hard, _pull(right, labels, split), rules))
    return found


def label_set(
    truth: Mapping[str, str | None], labels: Iterable[str] | None, guideline: Guideline | None
) -> tuple[str, ...]:
    """Return the labels to choose from: `labels`, else the guideline's, else those of the truth in alphabetical order."""
    if labels is not None:
        offered = tuple(dict.fromkeys(labels))
    elif guideline is not None:
        offered = guideline.label_names
    else:
        offered = tuple(sorted({label for label in truth.values() if label is not None}))
    if len(offered) < 2:
        raise SimulationError(
            f"there are only {len(offered)} labels to choose from; give labels=[...] with two or more."
        )
    if guideline is not None:
        _known(guideline.label_names, offered, "the guideline")
    return offered


def _known(named: Iterable[str], labels: tuple[str, ...], where: str) -> None:
    for label in named:
        if label not in labels:
            raise SimulationError(
                f"{where} names {label!r}, which is not one of the labels {', '.join(labels)}."
            )


def _pull(right: str | None, labels: tuple[str, ...], split: Shares) -> Shares:
    wrong = sorted(label for label in labels if label != right)
    whole = math.fsum(split.get(label, 0) for label in wrong)
    if not whole:
        return {label: 1 / len(wrong) for label in wrong}
    return {label: split.get(label, 0) / whole for label in wrong}
