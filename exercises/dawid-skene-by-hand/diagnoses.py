"""Known wrong fits of the model, computed on the same votes."""

from __future__ import annotations

from itertools import permutations

import numpy as np
import pandas as pd

from labelwright.checks import Known

from .tables import reference, stacked


def smoothed(votes: pd.DataFrame, classes: int, more: float, rounds: int = 500) -> tuple[np.ndarray, float]:
    """Run EM from the vote shares with `more` added to each count; return the matrices and the last log-likelihood."""
    given = np.zeros((votes["item"].max() + 1, votes["observer"].max() + 1, classes))
    np.add.at(given, (votes["item"], votes["observer"], votes["label"]), 1)
    belief, last = given.sum(axis=1) / given.sum(axis=(1, 2))[:, None], -np.inf
    for _ in range(rounds):
        counts = np.einsum("iol,it->otl", given, belief) + more
        matrices = counts / counts.sum(axis=2, keepdims=True)
        joint = np.einsum("iol,otl->it", given, np.log(matrices)) + np.log(belief.mean(axis=0))
        top = joint.max(axis=1, keepdims=True)
        sums = np.exp(joint - top).sum(axis=1, keepdims=True)
        belief, value = np.exp(joint - top) / sums, float((top + np.log(sums)).sum())
        if abs(value - last) < 1e-9:
            break
        last = value
    return matrices, value


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
        _, value = smoothed(votes, 4, more)
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
    with_more = [
        (
            smoothed(votes, 4, more)[0],
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
        *with_more,
    ]
