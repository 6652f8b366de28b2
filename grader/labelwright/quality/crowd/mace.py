"""MACE, which estimates how much each annotator can be trusted; fitted by crowd-kit, an optional extra."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.crowd.votes import Votes, read_votes

INSTALL = 'pip install "labelwright[crowd]"'


@dataclass(frozen=True, eq=False)
class Mace:
    """The fitted model: `posterior` (items x labels, rows sum to 1) and each annotator's `trust`, 0 to 1.

    Trust is the estimated share of answers that the annotator gave from knowledge; the others came from a habit that
    does not depend on the item.
    """

    items: tuple[Hashable, ...]
    labels: tuple[Hashable, ...]
    posterior: npt.NDArray[np.float64]
    trust: Mapping[Hashable, float]

    @property
    def decided(self) -> dict[Hashable, Hashable]:
        """The most probable label of each item."""
        best = self.posterior.argmax(axis=1)
        return {item: self.labels[place] for item, place in zip(self.items, best, strict=True)}


def mace(votes: Any, *, iterations: int = 50, seed: int = 0) -> Mace:
    """Fit MACE by variational Bayes to `votes`, anything `read_votes` takes, and return it.

    The result depends on the random start: fit with a few seeds and compare. Raises ImportError with the install line
    where crowd-kit is missing, ValueError where `iterations` is below 1. Source: Hovy, Berg-Kirkpatrick, Vaswani and
    Hovy 2013, Learning Whom to Trust with MACE.
    """
    if iterations < 1:
        raise ValueError(f"iterations is {iterations}; take at least 1; 50 is usual.")
    cast = read_votes(votes)
    # crowd-kit 1.4 sorts workers and labels in one place and takes them by first appearance in another; numbers
    # that are given in order of appearance make both the same. Its restarts all begin at the same point, so a second one does not help.
    columns = [pd.factorize(column) for column in cast.codes.T]
    frame = pd.DataFrame({"task": columns[0][0], "worker": columns[1][0], "label": columns[2][0]})
    model = _engine()(n_restarts=1, n_iter=iterations, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        warnings.simplefilter("ignore", FutureWarning)
        model.fit(frame)
    return _read(cast, model, [order for _, order in columns])


def _engine() -> Any:
    try:
        from crowdkit.aggregation import MACE
    except ImportError:
        raise ImportError(
            f"MACE is fitted by crowd-kit, which is not installed. Install it: {INSTALL}"
        ) from None
    return MACE


def _read(votes: Votes, model: Any, orders: list[npt.NDArray[np.int64]]) -> Mace:
    """Convert crowd-kit's numbers, in order of appearance, back to our items, annotators and labels."""
    tasks, workers, labels = orders
    posterior = np.zeros((len(votes.items), len(votes.labels)))
    posterior[np.ix_(tasks, labels)] = model.probas_.sort_index().sort_index(axis=1).to_numpy()
    knowing = model.spamming_[:, 1] / model.spamming_.sum(axis=1)
    trust = {votes.annotators[code]: float(share) for code, share in zip(workers, knowing, strict=True)}
    return Mace(votes.items, votes.labels, posterior, trust)
