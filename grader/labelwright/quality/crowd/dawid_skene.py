"""Dawid and Skene's model: the true labels and every annotator's confusion matrix, estimated together by EM."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.quality.crowd.votes import Votes, read_votes

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class DawidSkene:
    """The fitted model; every row and column of a matrix follows the order of `labels`.

    `posterior` is items x labels, each row summing to 1. `prevalence` is the share of each true label. `confusion`
    has for each annotator the matrix P(given label | true label), true labels as rows; a row is NaN where no
    item of the annotator has any weight on that true label. `log_likelihoods` has one natural-log value per iteration,
    without the multinomial constant, and never decreases.
    """

    items: tuple[Hashable, ...]
    labels: tuple[Hashable, ...]
    posterior: _Floats
    prevalence: _Floats
    confusion: Mapping[Hashable, _Floats]
    log_likelihoods: tuple[float, ...]
    converged: bool

    @property
    def log_likelihood(self) -> float:
        """The last log-likelihood."""
        return self.log_likelihoods[-1]

    @property
    def decided(self) -> dict[Hashable, Hashable]:
        """The most probable label of each item; the first in `labels` where two are equally probable."""
        best = self.posterior.argmax(axis=1)
        return {item: self.labels[place] for item, place in zip(self.items, best, strict=True)}

    @property
    def certainty(self) -> dict[Hashable, float]:
        """The probability of each item's decided label, 1/K to 1."""
        return dict(zip(self.items, (float(top) for top in self.posterior.max(axis=1)), strict=True))


def dawid_skene(
    votes: Any,
    *,
    labels: Sequence[Hashable] | None = None,
    max_iterations: int = 1000,
    tolerance: float = 1e-9,
) -> DawidSkene:
    """Fit Dawid and Skene's model to `votes`, anything `read_votes` takes, and return it.

    EM starts from the vote shares of each item, so that class k stays label k: a random start may end with the classes
    in another order. It stops when the log-likelihood increases by less than `tolerance`, or after `max_iterations`;
    `converged` says which. Use it with several labels per item and tens of items per annotator: with fewer, the
    confusion matrices are guesses. Annotators who copy each other are trusted too much. Source: Dawid and Skene 1979, Maximum
    Likelihood Estimation of Observer Error-Rates Using the EM Algorithm.
    """
    if max_iterations < 1 or not tolerance >= 0:
        raise ValueError(
            f"max_iterations is {max_iterations} and tolerance {tolerance}; need at least 1 and at least 0."
        )
    cast = read_votes(votes, labels)
    support = cast.support()
    posterior = support / support.sum(axis=1, keepdims=True)
    history: list[float] = []
    converged = False
    while not converged and len(history) < max_iterations:
        prevalence, errors = _maximise(cast, posterior)
        posterior, likelihood = _expect(cast, prevalence, errors)
        converged = bool(history) and likelihood - history[-1] < tolerance
        history.append(likelihood)
    confusion = dict(zip(cast.annotators, errors, strict=True))
    return DawidSkene(cast.items, cast.labels, posterior, prevalence, confusion, tuple(history), converged)


def _maximise(votes: Votes, posterior: _Floats) -> tuple[_Floats, _Floats]:
    """M step: return prevalence (labels) and error rates (annotators x true x given) as weighted counts (eqs 2.3, 2.4)."""
    item, annotator, label = votes.codes.T
    size = len(votes.labels)
    counts = np.zeros((len(votes.annotators), size, size))
    np.add.at(counts.transpose(0, 2, 1), (annotator, label), posterior[item])
    totals = counts.sum(axis=2, keepdims=True)
    errors = np.divide(counts, totals, out=np.full_like(counts, np.nan), where=totals > 0)
    return posterior.mean(axis=0), errors


def _expect(votes: Votes, prevalence: _Floats, errors: _Floats) -> tuple[_Floats, float]:
    """E step: return each item's posterior (eq 2.5) and the log-likelihood, in logs so that nothing underflows."""
    item, annotator, label = votes.codes.T
    with np.errstate(divide="ignore"):
        # A row without data gives no information, so all labels get equal probability.
        logs = np.log(np.nan_to_num(errors, nan=1 / len(votes.labels)))
        joint = np.tile(np.log(prevalence), (len(votes.items), 1))
    np.add.at(joint, item, logs[annotator, :, label])
    top = joint.max(axis=1, keepdims=True)
    shares = np.exp(joint - top)
    totals = shares.sum(axis=1, keepdims=True)
    return shares / totals, float((top + np.log(totals)).sum())
