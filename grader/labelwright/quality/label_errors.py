"""Find labels that are probably wrong from the probabilities of a model: confident learning."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]
MANY = 0.95
SURE = 0.99


@dataclass(frozen=True, eq=False)
class Predictions:
    """Given labels as codes into `labels`, and a model's probabilities, items x labels, each row summing to 1."""

    labels: tuple[Hashable, ...]
    given: npt.NDArray[np.int64]
    probabilities: _Floats

    @property
    def self_confidence(self) -> _Floats:
        """The probability of each item's given label."""
        confidence: _Floats = self.probabilities[np.arange(len(self.given)), self.given]
        return confidence


@dataclass(frozen=True, eq=False)
class ConfidentJoint:
    """Counts of (given label, confident label), given labels as rows, both in the order of `labels`.

    `thresholds` has the mean self-confidence of each label's items, NaN where no item has the label. `confident` has
    for each item the place of the label that the model is confident of, or -1. `joint` is the estimated share of items
    with each (given, true) pair: every row of `counts` scaled to the share of the items with that given label. `noise`
    is the off-diagonal sum of `joint`, the estimated share of wrong labels; NaN where the model is confident of no item.
    `warning` is set where the probabilities do not look out-of-sample.
    """

    labels: tuple[Hashable, ...]
    thresholds: _Floats
    counts: npt.NDArray[np.int64]
    confident: npt.NDArray[np.int64]
    joint: _Floats
    noise: float
    warning: str = ""


def read_predictions(
    given: Sequence[Any] | npt.NDArray[Any],
    probabilities: npt.ArrayLike,
    labels: Sequence[Hashable] | None = None,
) -> Predictions:
    """Check and code given labels (N of them) and probabilities (N x K).

    `labels` names the K columns; without it they are the sorted labels in `given`, as in scikit-learn's `classes_`.
    Raises ValueError where sizes differ, a label is unknown or missing, or a row is not a probability distribution.
    """
    names = [_plain(label) for label in given]
    known = tuple(_plain(label) for label in labels) if labels is not None else _sorted(names)
    table = np.asarray(probabilities, dtype=np.float64)
    if not names or table.shape != (len(names), len(known)):
        raise ValueError(
            f"probabilities have shape {table.shape} for {len(names)} items and {len(known)} labels; give a row "
            "for each item and a column for each label, and name the columns with `labels` where a label is never given."
        )
    wrong = np.flatnonzero(~((table >= 0).all(axis=1) & (np.abs(table.sum(axis=1) - 1) < 1e-3)))
    if wrong.size:
        raise ValueError(
            f"row {wrong[0]} of probabilities, {table[wrong[0]].tolist()}, does not sum to 1; give probabilities of 0 or more that sum to 1."
        )
    places = {label: place for place, label in enumerate(known)}
    if strange := [name for name in names if name not in places]:
        raise ValueError(
            f"the given label {strange[0]!r} is not one of {list(known)!r}; correct it, or name all columns with `labels`."
        )
    return Predictions(known, np.array([places[name] for name in names], dtype=np.int64), table)


def confident_joint(
    given: Sequence[Any] | npt.NDArray[Any],
    probabilities: npt.ArrayLike,
    labels: Sequence[Hashable] | None = None,
) -> ConfidentJoint:
    """Count items by given label and by the label a model is confident of, and estimate the share of wrong labels.

    Takes what `read_predictions` takes; the probabilities must be *out-of-sample* (from folds the item was not
    trained on), because a model that memorises agrees with every label it saw. The model is confident of k where p(k)
    is at least the mean p(k) over the items with the given label k; if that is true for several labels, the most
    probable one counts. Source:
    Northcutt, Jiang and Chuang 2021, Confident Learning: Estimating Uncertainty in Dataset Labels, section 3.1.
    """
    seen = read_predictions(given, probabilities, labels)
    size = len(seen.labels)
    totals = np.bincount(seen.given, minlength=size)
    sums = np.bincount(seen.given, weights=seen.self_confidence, minlength=size)
    thresholds = np.divide(sums, totals, out=np.full(size, np.nan), where=totals > 0)
    # Rounding may make the mean of equal numbers slightly larger than the numbers.
    over = seen.probabilities >= np.nan_to_num(thresholds, nan=np.inf) - 1e-9
    best = np.where(over, seen.probabilities, -1.0).argmax(axis=1)
    confident = np.where(over.any(axis=1), best, -1)
    counts = np.zeros((size, size), dtype=np.int64)
    sure = confident >= 0
    np.add.at(counts, (seen.given[sure], confident[sure]), 1)
    joint = _calibrate(counts, totals)
    noise = float(joint.sum() - np.trace(joint)) if sure.any() else float("nan")
    return ConfidentJoint(seen.labels, thresholds, counts, confident, joint, noise, in_sample_warning(seen))


def in_sample_warning(seen: Predictions) -> str:
    """Return why the probabilities look in-sample, or an empty text.

    They do where 95% of items or more have their given label at p > .99, or where the model's first choice is the
    given label for all items and there are 50 or more: noisy labels are almost never predicted so well out-of-sample.
    """
    sure = float((seen.self_confidence > SURE).mean())
    same = bool((seen.probabilities.argmax(axis=1) == seen.given).all()) and len(seen.given) >= 50
    if sure < MANY and not same:
        return ""
    evidence = (
        f"{sure:.0%} of items have their given label at p > {SURE}"
        if sure >= MANY
        else f"the model's first choice is the given label for all {len(seen.given)} items"
    )
    return (
        f"{evidence}: these probabilities look in-sample, or the task is very easy. A model that was trained on an item "
        "repeats its label, right or wrong; predict each item with a model trained on the other folds."
    )


def _calibrate(counts: npt.NDArray[np.int64], totals: npt.NDArray[np.int64]) -> _Floats:
    """Scale each row to the number of items given that label, then all to 1; a row of zeros gets its whole share on the diagonal."""
    rows = counts.astype(np.float64)
    empty = rows.sum(axis=1) == 0
    rows[empty, empty] = 1.0
    scaled: _Floats = rows / rows.sum(axis=1, keepdims=True) * totals[:, None] / totals.sum()
    return scaled


def _sorted(names: list[Any]) -> tuple[Hashable, ...]:
    if any(name is None or name != name for name in names):
        raise ValueError("a given label is missing; leave unlabelled items out.")
    try:
        return tuple(sorted(set(names)))
    except TypeError:
        raise ValueError(
            "the given labels mix kinds that have no common order; name the columns with `labels`."
        ) from None


def _plain(label: Any) -> Any:
    return label.item() if isinstance(label, np.generic) else label


INSTALL = 'pip install "labelwright[errors]"'


@dataclass(frozen=True)
class Candidate:
    """A label to check again: item number `place` has the label `given`, which the model gives `self_confidence`.

    `suggested` is the label the model is confident of. A candidate is a question for a person, not a correction.
    """

    place: int
    given: Hashable
    suggested: Hashable
    self_confidence: float


def label_error_candidates(
    given: Sequence[Any] | npt.NDArray[Any],
    probabilities: npt.ArrayLike,
    labels: Sequence[Hashable] | None = None,
) -> tuple[Candidate, ...]:
    """Return the items where the model is confident of another label than the given one, least self-confident first.

    Takes out-of-sample probabilities as `confident_joint` does; look at its `warning` first. Comparing the given label
    with the most probable one instead flags many items that are only hard for the model. Source: Northcutt, Jiang and
    Chuang 2021, section 3.2 (the off-diagonal of the confident joint), ranked by self-confidence.
    """
    seen = read_predictions(given, probabilities, labels)
    joint = confident_joint(given, probabilities, labels)
    flagged = np.flatnonzero((joint.confident >= 0) & (joint.confident != seen.given))
    order = flagged[np.argsort(seen.self_confidence[flagged], kind="stable")]
    return tuple(
        Candidate(
            int(place),
            seen.labels[seen.given[place]],
            seen.labels[joint.confident[place]],
            float(seen.self_confidence[place]),
        )
        for place in order
    )


def cleanlab_candidates(
    given: Sequence[Any] | npt.NDArray[Any],
    probabilities: npt.ArrayLike,
    labels: Sequence[Hashable] | None = None,
) -> tuple[Candidate, ...]:
    """Return what cleanlab's `find_label_issues` flags (prune by noise rate), least self-confident first.

    `suggested` is the most probable label. Every label in `labels` must be given at least once. Raises ImportError
    with the install line where cleanlab is missing. Source: cleanlab, the library of the authors of Confident
    Learning.
    """
    seen = read_predictions(given, probabilities, labels)
    order = _engine()(
        seen.given, seen.probabilities, return_indices_ranked_by="self_confidence", n_jobs=1, verbose=False
    )
    best = seen.probabilities.argmax(axis=1)
    return tuple(
        Candidate(
            int(place),
            seen.labels[seen.given[place]],
            seen.labels[best[place]],
            float(seen.self_confidence[place]),
        )
        for place in order
    )


def _engine() -> Any:
    try:
        from cleanlab.filter import find_label_issues
    except ImportError:
        raise ImportError(f"cleanlab is not installed. Install it: {INSTALL}") from None
    return find_label_issues
