"""What a fit that is not the reference may be: the known wrong ways, computed on the same votes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from labelwright.checks import Known, KnownWay

from .tables import reference, stacked

Belief = Sequence[Sequence[float]]
Tables = Sequence[Sequence[Sequence[float]]]
Maximised = tuple[Any, Any]
Expected = tuple[Any, float]


def split(votes: pd.DataFrame) -> list[tuple[int, int, int]]:
    """The votes as plain triples."""
    return list(zip(votes["item"], votes["observer"], votes["label"], strict=True))


def counted(votes: pd.DataFrame, belief: Belief) -> Maximised:
    """Prevalence and undivided counts, observers x true x given."""
    sure = np.asarray(belief)
    counts = np.zeros((votes["observer"].max() + 1, sure.shape[1], sure.shape[1]))
    for item, observer, label in split(votes):
        counts[observer, :, label] += sure[item]
    return sure.mean(axis=0), counts


def rows_divided(counts: np.ndarray) -> np.ndarray:
    """Every row made to add up to 1."""
    return counts / counts.sum(axis=2, keepdims=True)


def _transposed(votes: pd.DataFrame, belief: Belief) -> Maximised:
    prevalence, counts = counted(votes, belief)
    return prevalence, rows_divided(counts).transpose(0, 2, 1)


def _columns_divided(votes: pd.DataFrame, belief: Belief) -> Maximised:
    prevalence, counts = counted(votes, belief)
    return prevalence, counts / counts.sum(axis=1, keepdims=True)


def _smoothed(votes: pd.DataFrame, belief: Belief, more: float = 1.0) -> Maximised:
    prevalence, counts = counted(votes, belief)
    return prevalence, rows_divided(counts + more)


def _hard(votes: pd.DataFrame, belief: Belief) -> Maximised:
    sure = np.asarray(belief)
    prevalence, counts = counted(votes, np.eye(sure.shape[1])[sure.argmax(axis=1)])
    return prevalence, rows_divided(counts)


def _votes_counted(votes: pd.DataFrame, belief: Belief) -> Maximised:
    _, counts = counted(votes, belief)
    each = np.asarray(belief)[votes["item"].to_numpy()]
    return each.mean(axis=0), rows_divided(counts)


def plain(function: Callable[..., Any]) -> Callable[..., Any]:
    """The function with arrays as lists, as a learner's answer arrives."""

    def listed(*arguments: Any) -> list[Any]:
        return [np.asarray(part).tolist() for part in function(*arguments)]

    return listed


M_WAYS = (
    KnownWay(
        plain(_transposed),
        "The matrices lie on their side: rows are given labels and columns true classes.",
        "The order is observer, true class, given label.",
    ),
    KnownWay(
        plain(_columns_divided),
        "The columns add up to 1 and not the rows. That is how often a label is right, not how often a class is recognised.",
        "Divide by the sum over the given labels, which is the last axis.",
    ),
    KnownWay(plain(counted), "These are counts. Nothing was divided.", "Make every row add up to 1."),
    KnownWay(
        plain(_smoothed),
        "Something was added to the counts (add-one smoothing). It keeps zeros away, but it is another model.",
        "Divide the plain counts.",
    ),
    KnownWay(
        plain(_hard),
        "Each item was given wholly to its most probable class, so doubt is lost.",
        "Add `belief[item]`, the whole row, for every vote.",
    ),
    KnownWay(
        plain(_votes_counted),
        "The prevalence was taken over votes: items that were rated more often count more.",
        "The mean of `belief` has one row for each item.",
    ),
)


def joints(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> np.ndarray:
    """The joint probabilities as logarithms, items x classes."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(matrices))
        joint = np.tile(np.log(np.asarray(prevalence)), (votes["item"].max() + 1, 1))
    for item, observer, label in split(votes):
        joint[item] += logs[observer, :, label]
    return joint


def expected(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    """The right E step: belief and log-likelihood."""
    joint = joints(votes, prevalence, matrices)
    top = joint.max(axis=1, keepdims=True)
    sums = np.exp(joint - top).sum(axis=1, keepdims=True)
    return np.exp(joint - top) / sums, float((top + np.log(sums)).sum())


def _products(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    joint = np.tile(np.asarray(prevalence), (votes["item"].max() + 1, 1))
    for item, observer, label in split(votes):
        joint[item] *= np.asarray(matrices)[observer, :, label]
    sums = joint.sum(axis=1, keepdims=True)
    with np.errstate(all="ignore"):
        return joint / sums, float(np.log(sums).sum())


def _counts_times_logs(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    tables = np.asarray(matrices)
    counts = np.zeros((votes["item"].max() + 1, len(tables), tables.shape[2]))
    for item, observer, label in split(votes):
        counts[item, observer, label] += 1
    with np.errstate(all="ignore"):
        joint = np.einsum("iol,otl->it", counts, np.log(tables)) + np.log(prevalence)
        top = joint.max(axis=1, keepdims=True)
        sums = np.exp(joint - top).sum(axis=1, keepdims=True)
        return np.exp(joint - top) / sums, float((top + np.log(sums)).sum())


def _without_prevalence(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    return expected(votes, np.ones(len(prevalence)), matrices)


def _turned(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    return expected(votes, prevalence, np.asarray(matrices).transpose(0, 2, 1))


def _best_only(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    belief, _ = expected(votes, prevalence, matrices)
    return belief, float(joints(votes, prevalence, matrices).max(axis=1).sum())


def _log10(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    belief, value = expected(votes, prevalence, matrices)
    return belief, value / np.log(10)


def _top_forgotten(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    belief, value = expected(votes, prevalence, matrices)
    return belief, value - float(joints(votes, prevalence, matrices).max(axis=1).sum())


def _negative(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    belief, value = expected(votes, prevalence, matrices)
    return belief, -value


E_WAYS = (
    KnownWay(
        plain(_products),
        "This is underflow: the product of many small shares became 0, and 0 divided by 0 is not a number.",
        "Add logarithms in place of multiplying, and take the largest out before `exp`.",
    ),
    KnownWay(
        plain(_counts_times_logs),
        "Counts were multiplied by logarithms, and 0 times minus infinity is not a number.",
        "Add the logarithm once for each vote; do not multiply by votes that were not given.",
    ),
    KnownWay(
        plain(_without_prevalence),
        "The prevalence is left out, so a rare class counts as much as a frequent one.",
        "Begin every item with the logarithm of `prevalence`.",
    ),
    KnownWay(
        plain(_turned),
        "Rows and columns of the matrices were exchanged.",
        "For a vote `l` take `matrices[o, :, l]`: one number for each true class.",
    ),
    KnownWay(
        plain(_best_only),
        "The log-likelihood counts the best class of each item alone.",
        "Add up `joint` over the classes first; then take the logarithm.",
    ),
    KnownWay(plain(_log10), "This is the logarithm to the base 10.", "Use `np.log`, the natural one."),
    KnownWay(
        plain(_top_forgotten),
        "The largest logarithm was taken out and not put back.",
        "The logarithm of an item's sum is `top + np.log(sums)`.",
    ),
    KnownWay(
        plain(_negative),
        "The sign is turned: this is the negative log-likelihood.",
        "Leave the sign as it is.",
    ),
)


def by_rounds(
    votes: pd.DataFrame,
    classes: int,
    m_step: Callable[[np.ndarray], np.ndarray] = rows_divided,
    rounds: int = 500,
) -> dict[str, Any]:
    """EM from the vote shares with `m_step` making matrices of counts; the same dict that learners return."""
    start = np.zeros((votes["item"].max() + 1, classes))
    for item, _, label in split(votes):
        start[item, label] += 1
    belief, climb = start / start.sum(axis=1, keepdims=True), []
    for _ in range(rounds):
        prevalence, counts = counted(votes, belief)
        matrices = m_step(counts)
        belief, value = expected(votes, prevalence, matrices)
        climb.append(value)
        if len(climb) > 1 and abs(climb[-1] - climb[-2]) < 1e-9:
            break
    return {"prevalence": prevalence, "matrices": matrices, "belief": belief, "log_likelihoods": climb}


def known_likelihoods(ratings: pd.DataFrame, votes: pd.DataFrame) -> list[Known]:
    """The last log-likelihood of known wrong fits of the patients' table."""
    right = reference(votes, 4)
    first = reference(votes[(ratings["occasion"] == 1).to_numpy()], 4)
    seven = votes.assign(
        observer=(votes["observer"] + (ratings["occasion"] - 1) * 5).rank(method="dense").astype(int) - 1
    )
    slip = votes.copy()
    at = ((ratings["patient"] == 7) & (ratings["observer"] == 1) & (ratings["occasion"] == 2)).to_numpy()
    slip.loc[at, "label"] = 0
    again = "Fit the `votes` of part 1, all 315 of them."
    known = [
        Known(first.log_likelihood, "Only the first of observer 1's three ratings was used.", again),
        Known(
            reference(seven, 4).log_likelihood,
            "Observer 1's three readings were taken for three people, each with a matrix of their own.",
            "One person has one matrix: all three readings carry the observer number 0.",
        ),
        Known(
            reference(slip, 4).log_likelihood,
            "This is the fit of a copy with a slip: in the R package rater, observer 1's readings of patient 7 are "
            "1, 1, 2 and not 1, 2, 2.",
            "Read the course's file, and be glad that you compared.",
        ),
        Known(right.log_likelihood / np.log(10), "This is the logarithm to the base 10.", "Use `np.log`."),
        Known(
            -right.log_likelihood, "The sign is turned.", "The log-likelihood of these votes lies below 0."
        ),
    ]
    for more in (1.0, 0.5, 0.1, 0.01):
        smoothed = by_rounds(votes, 4, lambda counts, more=more: rows_divided(counts + more))
        value = smoothed["log_likelihoods"][-1]
        known.append(
            Known(value, f"The counts were smoothed: {more:g} was added to each.", "Divide the plain counts.")
        )
    known += [
        Known(
            value,
            f"EM was stopped after {number} round{'s' * (number > 1)}.",
            "Go on until it rises by less than 0.000001.",
        )
        for number, value in enumerate(right.log_likelihoods[:6], start=1)
        if abs(value - right.log_likelihood) > 0.01
    ]
    return known


def switched(prevalence: np.ndarray, votes: pd.DataFrame, classes: int, tolerance: float) -> tuple[int, ...]:
    """The order of classes under which a prevalence is the reference's; empty where it needs none or has none."""
    right = reference(votes, classes).prevalence
    if np.abs(prevalence - right).max() <= tolerance:
        return ()
    orders = (
        order
        for order in permutations(range(classes))
        if np.abs(prevalence[list(order)] - right).max() <= tolerance
    )
    return next(orders, ())


def known_matrices(ratings: pd.DataFrame, votes: pd.DataFrame) -> list[tuple[np.ndarray, str, str]]:
    """Whole sets of matrices that are understood, with the mistake and what to try."""
    right = reference(votes, 4)
    tables = stacked(right)
    first = reference(votes[(ratings["occasion"] == 1).to_numpy()], 4)
    backwards = tables.transpose(0, 2, 1)
    bayes = tables * right.prevalence[None, :, None]
    return [
        (backwards, "The matrices lie on their side.", "Rows are true classes, columns given labels."),
        (
            bayes / bayes.sum(axis=1, keepdims=True),
            "The columns add up to 1, not the rows.",
            "Divide by the sum over the given labels.",
        ),
        (stacked(first), "Only the first of observer 1's three ratings was used.", "Fit all 315 votes."),
    ]
