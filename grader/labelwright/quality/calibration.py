"""Compare a rater with acceptable sets, with human ceilings, with stated confidence and with rubric scores."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from labelwright.quality.confusion import wilson

Counts = npt.NDArray[np.int_]
Shares = npt.NDArray[np.float64]


def acceptance(counts: Counts, least_share: float) -> Shares:
    """Return how acceptable each label of each item is, 0 to 1: an array items x labels.

    `counts` (items x labels) says how many people gave each label. One person is left out, and a label is acceptable
    where at least the share `least_share` of the others gave it, or no other label is more frequent among them; the
    result is the mean over the person left out. So a label from outside is compared with as many people as a member's
    label in `acceptance_ceiling`. Raises ValueError where an item has fewer than two people or the share is not from 0 to 1.
    """
    given, accepted = _left_out(counts, least_share)
    shares: Shares = (given[:, :, None] * accepted).sum(axis=1) / given.sum(axis=1, keepdims=True)
    return shares


def acceptance_ceiling(counts: Counts, least_share: float) -> Shares:
    """Return for each item the share of its people, 0 to 1, whose own label is acceptable to the others.

    Arguments and errors are those of `acceptance`. Leave-one-out as in Snow, O'Connor, Jurafsky and Ng 2008, Cheap and
    Fast - But is it Good?
    """
    given, accepted = _left_out(counts, least_share)
    own = np.diagonal(accepted, axis1=1, axis2=2)
    shares: Shares = (given * own).sum(axis=1) / given.sum(axis=1)
    return shares


def _left_out(counts: Counts, least_share: float) -> tuple[Counts, npt.NDArray[np.bool_]]:
    """Return the counts, and for each item and label left out once (rows) the labels (columns) that the others accept."""
    given = np.asarray(counts)
    total = given.sum(axis=1)
    if not 0 <= least_share <= 1 or (given < 0).any() or (total < 2).any():
        raise ValueError("acceptance needs two people or more for every item, and a share of 0 to 1.")
    others = given[:, None, :] - np.eye(given.shape[1], dtype=int)
    # 0.3 of 10 must be 3 in spite of the rounding of floats.
    enough = others >= least_share * (total - 1)[:, None, None] - 1e-9
    return given, enough | (others == others.max(axis=2, keepdims=True))


Place = Literal["below", "at", "above", "unknown"]


@dataclass(frozen=True)
class CeilingComparison:
    """A labeller's agreement, with Wilson's interval, compared with a `ceiling`; `place` says below, at or above it.

    `gap` is agreement minus ceiling, `share` is agreement over ceiling. `sentence` says all of it. NaN and "unknown"
    without items or without a ceiling.
    """

    agreement: float
    low: float
    high: float
    ceiling: float
    gap: float
    share: float
    place: Place
    sentence: str


def against_ceiling(
    agreed: int,
    n: int,
    ceiling: float,
    *,
    interval: tuple[float, float] | None = None,
    confidence: float = 0.95,
) -> CeilingComparison:
    """Compare `agreed` of `n` items with the agreement that people reach with each other on such items.

    `ceiling` is a share from 0 to 1 measured in the same way (for example each rater against the majority of the
    others), `interval` is its own interval where it is known. The place is "below" or "above" only where the two
    intervals (or the interval and the ceiling) do not touch: that is a cautious reading, not a test. Agreement above
    the ceiling is not better than agreement at the ceiling, and on a small sample it means little. NaN for the ceiling
    gives "unknown". Raises ValueError where counts or shares are impossible.
    """
    low_end, high_end = interval or (ceiling, ceiling)
    if not 0 <= agreed <= n or any(
        not (math.isnan(value) or 0 <= value <= 1) for value in (ceiling, low_end, high_end)
    ):
        raise ValueError(
            f"{agreed} of {n} items with a ceiling of {ceiling} is not possible; give shares from 0 to 1."
        )
    if n == 0 or math.isnan(ceiling):
        why = "no items were labelled" if n == 0 else "no human ceiling is known for these data"
        share = agreed / n if n else math.nan
        return CeilingComparison(share, math.nan, math.nan, ceiling, math.nan, math.nan, "unknown", f"{why}.")
    low, high = wilson(agreed, n, confidence)
    share = agreed / n
    place: Place = "below" if high < low_end else "above" if low > high_end else "at"
    words = {"below": "below", "above": "above", "at": "not distinguishable from"}[place]
    sentence = (
        f"{agreed} of {n} ({share:.0%}, {confidence:.0%} interval {low:.0%} to {high:.0%}) is {words} the human "
        f"ceiling of {ceiling:.0%}."
    )
    ratio = share / ceiling if ceiling else math.nan
    return CeilingComparison(share, low, high, ceiling, share - ceiling, ratio, place, sentence)


_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ConfidenceBin:
    """Answers whose stated confidence is above `low` and at most `high` (the first bin includes `low`).

    `stated` is their mean confidence, `right` the share that were right, with Wilson's interval; NaN where n is 0.
    """

    low: float
    high: float
    n: int
    stated: float
    right: float
    right_low: float
    right_high: float


@dataclass(frozen=True)
class Calibration:
    """`brier` and `ece`, each 0 (best) to 1, the mean `overconfidence` (stated minus right), and the bins of the ECE."""

    n: int
    brier: float
    ece: float
    overconfidence: float
    bins: tuple[ConfidenceBin, ...]


def confidence_calibration(
    confidence: Sequence[float], correct: Sequence[bool], *, bins: int = 10
) -> Calibration:
    """Compare stated confidence (0 to 1, that one's own answer is right) with whether the answer was right.

    Brier is the mean squared gap between confidence and outcome (1 or 0). ECE is the mean gap between confidence and
    accuracy over `bins` equally wide bins of 0 to 1, weighted by their answers; it depends on the bins, so report
    them, and with few answers it is too high even for a perfectly calibrated person. Raises ValueError on unequal lengths,
    no answers, values outside 0 to 1 or no bins. Sources: Brier 1950; Naeini, Cooper and Hauskrecht 2015.
    """
    stated, right = np.asarray(confidence, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    if len(stated) != len(right) or not len(stated) or bins < 1:
        raise ValueError(
            f"got {len(stated)} confidences and {len(right)} outcomes for {bins} bins; give one of each for "
            "each answer, at least one answer and at least one bin."
        )
    if not (((stated >= 0) & (stated <= 1)).all() and np.isin(right, (0, 1)).all()):
        raise ValueError("confidence must be between 0 and 1 (80% is 0.8) and each outcome True or False.")
    edges = np.linspace(0, 1, bins + 1)
    place = np.clip(np.searchsorted(edges, stated, side="left") - 1, 0, bins - 1)
    rows = [_bin(edges[k], edges[k + 1], stated[place == k], right[place == k]) for k in range(bins)]
    gaps = [row.n * abs(row.stated - row.right) for row in rows if row.n]
    return Calibration(
        len(stated),
        float(((stated - right) ** 2).mean()),
        math.fsum(gaps) / len(stated),
        float(stated.mean() - right.mean()),
        tuple(rows),
    )


def _bin(low: float, high: float, stated: _Floats, right: _Floats) -> ConfidenceBin:
    n, hits = len(stated), int(right.sum())
    if n == 0:
        return ConfidenceBin(float(low), float(high), 0, math.nan, math.nan, math.nan, math.nan)
    return ConfidenceBin(float(low), float(high), n, float(stated.mean()), hits / n, *wilson(hits, n))


@dataclass(frozen=True)
class RubricScore:
    """`earned` points, `possible` points and the `score`; NaN with a `reason` where no points can be earned."""

    earned: float
    possible: float
    score: float
    reason: str = ""


def rubric_score(
    points: Mapping[Hashable, float], met: Iterable[Hashable], *, clip: bool = True
) -> RubricScore:
    """Return the points of the criteria met, negative ones included, over the sum of all *positive* points.

    `points` maps each criterion to its points, `met` names those the response meets. Clipped to 0 to 1 unless `clip`
    is False; HealthBench itself clips the mean over all responses and not each score, see `mean_rubric_score`. Criteria
    of 10, 7, 5, -8 and 3 points, all but the 7 met, give 10/25 = .40. Raises ValueError on a criterion that is
    not in the rubric. Source: Arora and others 2025, HealthBench.
    """
    named = set(met)
    if strange := named - set(points):
        raise ValueError(
            f"{min(map(str, strange))!r} is met but is not a criterion of the rubric; correct its id."
        )
    earned = math.fsum(points[name] for name in named)
    possible = math.fsum(value for value in points.values() if value > 0)
    if possible == 0:
        return RubricScore(
            earned, 0.0, math.nan, "no criterion has positive points, so nothing can be earned"
        )
    score = earned / possible
    return RubricScore(earned, possible, min(1.0, max(0.0, score)) if clip else score)


def mean_rubric_score(scores: Iterable[RubricScore]) -> float:
    """Return the mean of unclipped scores, then clipped to 0 to 1, as HealthBench reports it.

    Undefined scores are left out; NaN where none is left. Give scores computed with `clip=False`. Source: as for
    `rubric_score`.
    """
    known = [score.score for score in scores if not math.isnan(score.score)]
    return min(1.0, max(0.0, math.fsum(known) / len(known))) if known else math.nan
