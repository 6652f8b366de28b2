"""Known wrong ways to fit the model, computed on the same votes."""

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
    """Return the votes as plain triples."""
    return list(zip(votes["item"], votes["observer"], votes["label"], strict=True))


def counted(votes: pd.DataFrame, belief: Belief) -> Maximised:
    """Prevalence and undivided counts, observers x true x given."""
    sure = np.asarray(belief)
    counts = np.zeros((votes["observer"].max() + 1, sure.shape[1], sure.shape[1]))
    for item, observer, label in split(votes):
        counts[observer, :, label] += sure[item]
    return sure.mean(axis=0), counts


def rows_divided(counts: np.ndarray) -> np.ndarray:
    """Return every row made to add up to 1."""
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
    """Return the function with arrays as lists, as a learner's answer arrives."""

    def listed(*arguments: Any) -> list[Any]:
        return [np.asarray(part).tolist() for part in function(*arguments)]

    return listed


M_WAYS = (
    KnownWay(
        plain(_transposed),
        "Rows and columns are exchanged: your rows are given labels and your columns are true classes.",
        "Use the order observer, true class, given label.",
    ),
    KnownWay(
        plain(_columns_divided),
        "The columns add up to 1, but the rows should. Columns show how often a label is right, not how often a "
        "class is recognised.",
        "Divide by the sum over the given labels (the last axis).",
    ),
    KnownWay(
        plain(counted),
        "These are counts. You did not divide.",
        "Divide each row by its sum, so that it adds up to 1.",
    ),
    KnownWay(
        plain(_smoothed),
        "You added something to the counts (add-one smoothing). It avoids zeros, but it is a different model.",
        "Divide the plain counts.",
    ),
    KnownWay(
        plain(_hard),
        "You gave each item completely to its most probable class, so the uncertainty is lost.",
        "For every vote, add the whole row `belief[item]`.",
    ),
    KnownWay(
        plain(_votes_counted),
        "You computed the prevalence over votes, so items with more ratings count more.",
        "Take the mean of `belief`, which has one row for each item.",
    ),
)


def joints(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> np.ndarray:
    """Return the joint probabilities as logarithms, items x classes."""
    with np.errstate(divide="ignore"):
        logs = np.log(np.asarray(matrices))
        joint = np.tile(np.log(np.asarray(prevalence)), (votes["item"].max() + 1, 1))
    for item, observer, label in split(votes):
        joint[item] += logs[observer, :, label]
    return joint


def expected(votes: pd.DataFrame, prevalence: Sequence[float], matrices: Tables) -> Expected:
    """Return the right E step: belief and log-likelihood."""
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
        "This is underflow: the product of many small shares becomes 0, and 0 divided by 0 is not a number.",
        "Add logarithms instead of multiplying, and subtract the largest one before `exp`.",
    ),
    KnownWay(
        plain(_counts_times_logs),
        "You multiplied counts by logarithms, and 0 times minus infinity is not a number.",
        "Add the logarithm once for each vote. Do not multiply by a count of 0.",
    ),
    KnownWay(
        plain(_without_prevalence),
        "You left out the prevalence, so a rare class counts as much as a frequent one.",
        "Start each item with the logarithm of `prevalence`.",
    ),
    KnownWay(
        plain(_turned),
        "You exchanged rows and columns of the matrices.",
        "For a vote `l` take `matrices[o, :, l]`: one number for each true class.",
    ),
    KnownWay(
        plain(_best_only),
        "The log-likelihood counts only the best class of each item.",
        "First add up `joint` over the classes, then take the logarithm.",
    ),
    KnownWay(plain(_log10), "This is the logarithm with base 10.", "Use the natural logarithm, `np.log`."),
    KnownWay(
        plain(_top_forgotten),
        "You subtracted the largest logarithm but did not add it again.",
        "Use `top + np.log(sums)` for the logarithm of an item's sum.",
    ),
    KnownWay(
        plain(_negative),
        "The sign is wrong: this is the negative log-likelihood.",
        "Remove the minus sign.",
    ),
)


def by_rounds(
    votes: pd.DataFrame,
    classes: int,
    m_step: Callable[[np.ndarray], np.ndarray] = rows_divided,
    rounds: int = 500,
) -> dict[str, Any]:
    """Run EM from the vote shares; `m_step` turns counts into matrices. Return the same dict that learners return."""
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


def stands_still(votes: pd.DataFrame, prevalence: np.ndarray, matrices: np.ndarray) -> bool:
    """Return whether one more round of EM changes neither prevalence nor matrices, so that they are a result of EM."""
    with np.errstate(all="ignore"):
        belief, _ = expected(votes, prevalence, matrices)
        again, counts = counted(votes, belief)
        gaps = np.abs(rows_divided(counts) - matrices)
    # A class that nobody has gives 0 divided by 0 in its rows.
    return bool(np.abs(again - prevalence).max() <= 0.002 and np.nanmax(gaps, initial=0.0) <= 0.005)


def known_likelihoods(ratings: pd.DataFrame, votes: pd.DataFrame) -> list[Known]:
    """Return the last log-likelihood of known wrong fits of the patients' table."""
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
        Known(first.log_likelihood, "You used only the first of observer 1's three ratings.", again),
        Known(
            reference(seven, 4).log_likelihood,
            "You treated observer 1's three readings as three people with three matrices.",
            "One person has one matrix. Give all three readings the observer number 0.",
        ),
        Known(
            reference(slip, 4).log_likelihood,
            "This is the fit of a copy with an error: in the R package rater, observer 1's readings of patient 7 "
            "are 1, 1, 2 instead of 1, 2, 2.",
            "Use the course's file.",
        ),
        Known(right.log_likelihood / np.log(10), "This is the logarithm with base 10.", "Use `np.log`."),
        Known(
            -right.log_likelihood,
            "The sign is wrong.",
            "Remove the minus sign. The log-likelihood of these votes is below 0.",
        ),
    ]
    for more in (1.0, 0.5, 0.1, 0.01):
        smoothed = by_rounds(votes, 4, lambda counts, more=more: rows_divided(counts + more))
        value = smoothed["log_likelihoods"][-1]
        known.append(
            Known(value, f"You smoothed the counts: you added {more:g} to each.", "Divide the plain counts.")
        )
    known += [
        Known(
            value,
            f"You stopped EM after {number} round{'s' * (number > 1)}.",
            "Continue until the log-likelihood rises by less than 0.000001.",
        )
        for number, value in enumerate(right.log_likelihoods[:6], start=1)
        if abs(value - right.log_likelihood) > 0.01
    ]
    return known


def switched(prevalence: np.ndarray, votes: pd.DataFrame, classes: int, tolerance: float) -> tuple[int, ...]:
    """Return the order of classes under which a prevalence is the reference's; empty if it needs none or has none."""
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
    smoothed = [
        (
            by_rounds(votes, 4, lambda counts, more=more: rows_divided(counts + more))["matrices"],
            f"You smoothed the counts: you added {more:g} to each, so cells without any vote are above 0.",
            "Divide the plain counts. The zeros are right.",
        )
        for more in (1.0, 0.5, 0.1, 0.01)
    ]
    return [
        (
            backwards,
            "Rows and columns of the matrices are exchanged.",
            "Use rows for true classes and columns for given labels.",
        ),
        (
            bayes / bayes.sum(axis=1, keepdims=True),
            "The columns add up to 1, but the rows should.",
            "Divide by the sum over the given labels.",
        ),
        (stacked(first), "You used only the first of observer 1's three ratings.", "Fit all 315 votes."),
        *smoothed,
    ]
