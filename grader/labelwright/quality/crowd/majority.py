"""Majority vote, plain or weighted, with ties kept as acceptable sets instead of broken by accident."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from labelwright.quality.crowd.votes import Votes, read_votes


@dataclass(frozen=True)
class Majority:
    """The vote of each item: `winners` holds every label with the most support, more than one where it is a tie.

    `shares` gives the support of each label that got a vote, as a share of the item's votes (of the sum of absolute
    weights where votes are weighted). `ties` names the items without a single winner.
    """

    winners: Mapping[Hashable, frozenset[Hashable]]
    shares: Mapping[Hashable, Mapping[Hashable, float]]
    ties: tuple[Hashable, ...]

    @property
    def decided(self) -> dict[Hashable, Hashable]:
        """The single winner of each item that has one; tied items are left out for somebody to adjudicate."""
        return {item: next(iter(won)) for item, won in self.winners.items() if len(won) == 1}


def majority_vote(votes: Any, *, weights: Mapping[Hashable, float] | None = None) -> Majority:
    """Return the label with the most votes for each item, or the set of labels that tie for it.

    `votes` is anything `read_votes` takes. `weights` gives every annotator a finite weight, such as
    `weights_from_gold` makes; a negative weight counts against the label given. Raises ValueError where an annotator
    has no weight. Source for weights: Nitzan and Paroush 1982, Optimal Decision Rules in Uncertain Dichotomous Choice
    Situations.
    """
    cast = read_votes(votes)
    weight = None if weights is None else _weights(cast, weights)
    support = cast.support(weight)
    voted = cast.support() > 0
    total = cast.support(None if weight is None else np.abs(weight)).sum(axis=1)
    standing = np.where(voted, support, -np.inf) if weight is None else support
    most = np.isclose(standing, standing.max(axis=1, keepdims=True), rtol=0, atol=1e-9)
    winners, shares = {}, {}
    for row, item in enumerate(cast.items):
        winners[item] = frozenset(cast.labels[place] for place in np.flatnonzero(most[row]))
        shares[item] = {
            cast.labels[place]: float(support[row, place] / total[row]) if total[row] else 0.0
            for place in np.flatnonzero(voted[row])
        }
    return Majority(winners, shares, tuple(item for item, won in winners.items() if len(won) > 1))


def _weights(cast: Votes, weights: Mapping[Hashable, float]) -> np.ndarray[Any, np.dtype[np.float64]]:
    without = [name for name in cast.annotators if name not in weights]
    if without:
        raise ValueError(
            f"no weight is given for {without[:5]!r}; give every annotator one, 0 to leave them out."
        )
    found = np.array([weights[name] for name in cast.annotators], dtype=np.float64)
    if not np.isfinite(found).all():
        name = cast.annotators[int(np.flatnonzero(~np.isfinite(found))[0])]
        raise ValueError(f"the weight of {name!r} is {weights[name]}; weights must be finite numbers.")
    return found
