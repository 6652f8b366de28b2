"""The votes that a fit is tried on: the patients' table, and two simulated crowds for each learner."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from labelwright.data import seed
from labelwright.quality import DawidSkene, dawid_skene
from labelwright.rng import Rng

SLUG = "dawid-skene-by-hand"
COLUMNS = ["item", "observer", "label"]
MOST_ROUNDS = 60
"""The most rounds that the reference may need to reach 1e-9 on a simulated crowd."""


@dataclass(frozen=True)
class Crowd:
    """Votes counted from 0, their number of classes, and their name in a message."""

    name: str
    votes: pd.DataFrame
    classes: int

    def fitted(self) -> DawidSkene:
        """Return the reference fit; items, observers and labels in the order of their numbers."""
        return reference(self.votes, self.classes)


def reference(votes: pd.DataFrame, classes: int, **more: float) -> DawidSkene:
    """Dawid and Skene's model fitted by `labelwright.quality`, every axis in the order of the codes."""
    rows = votes[COLUMNS].sort_values(["item", "observer"], kind="stable").itertuples(index=False, name=None)
    return dawid_skene([tuple(row) for row in rows], labels=range(classes), **more)


def stacked(fitted: DawidSkene) -> np.ndarray:
    """Return the confusion matrices, observers x true x given, by the observers' numbers."""
    return np.stack([fitted.confusion[observer] for observer in sorted(fitted.confusion, key=int)])


def coded(ratings: pd.DataFrame) -> pd.DataFrame:
    """Return the patients' ratings as votes counted from 0."""
    columns = {"item": ratings["patient"], "observer": ratings["observer"], "label": ratings["rating"]}
    return pd.DataFrame(columns).astype(int) - 1


@cache
def crowds(learner: str, form: int) -> tuple[Crowd, Crowd]:
    """Return two simulated crowds: a full table of three classes, and one of two classes with gaps, repeats and mixed rows.

    Crowds on which EM is slow are drawn again, so that nobody fails because of the round in which they stopped.
    """
    rng = Rng(seed(learner, SLUG, form)).numpy()
    return _quick(rng, _full), _quick(rng, _with_gaps)


def _quick(rng: np.random.Generator, draw: Callable[[np.random.Generator], Crowd]) -> Crowd:
    while True:
        crowd = draw(rng)
        if len(crowd.fitted().log_likelihoods) <= MOST_ROUNDS:
            return crowd


def _full(rng: np.random.Generator) -> Crowd:
    votes = _votes(rng, items=90, observers=5, classes=3, coverage=1.0)
    return Crowd("a simulated crowd of 90 items, 5 observers and 3 classes", votes, 3)


def _with_gaps(rng: np.random.Generator) -> Crowd:
    votes = _votes(rng, items=120, observers=7, classes=2, coverage=0.7)
    again = votes.iloc[rng.choice(len(votes), 20, replace=False)]
    mixed = pd.concat([votes, again])
    mixed = mixed.iloc[rng.permutation(len(mixed))].reset_index(drop=True)
    return Crowd("a simulated crowd with gaps, 120 items, 7 observers and 2 classes", mixed, 2)


def _votes(
    rng: np.random.Generator, *, items: int, observers: int, classes: int, coverage: float
) -> pd.DataFrame:
    """Return votes of simulated observers who are right on .76 to .94 of the items; every item and observer has some."""
    truth = rng.choice(classes, items, p=np.array([0.5, 0.3, 0.2][:classes]) / sum([0.5, 0.3, 0.2][:classes]))
    rows = []
    for observer in range(observers):
        right = rng.uniform(0.76, 0.94)
        for item in range(items):
            seen = rng.random() < coverage or (item + observer) % observers < 3
            label = (
                truth[item] if rng.random() < right else (truth[item] + rng.integers(1, classes)) % classes
            )
            if seen:
                rows.append((item, observer, int(label)))
    return pd.DataFrame(rows, columns=COLUMNS)
