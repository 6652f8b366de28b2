"""Habits of a person who gives scores: leniency, spread, use of the scale, and halo."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
import numpy.typing as npt

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ScoreHabits:
    """One person's scores compared with reference scores of the same items.

    `bias` is the mean difference, above 0 where the person is lenient, with a t interval; `spread` is the ratio of
    standard deviations, below 1 where the scores are too close together; `range_used` is the share of the points of the
    scale that were used; `top_share` is the share of scores at the top of the scale; `correlation` is Pearson's. NaN
    where undefined; `reasons` says why.
    """

    n: int
    bias: float
    bias_low: float
    bias_high: float
    spread: float
    range_used: float
    top_share: float
    correlation: float
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class Halo:
    """How far scores on different criteria move together: `mean` of the `pairs` correlations, NaN where undefined.

    `excess` is `mean` minus the mean of the reference over the same pairs; well above 0, one impression influences all
    criteria.
    """

    mean: float
    pairs: Mapping[tuple[Hashable, Hashable], float]
    reference_mean: float
    excess: float
    reason: str = ""


def score_habits(
    scores: Sequence[float], reference: Sequence[float], *, scale: tuple[int, int]
) -> ScoreHabits:
    """Compare `scores` with a panel's `reference` scores of the same items on a whole-number `scale` (low, high).

    Scores must be points of the scale; reference scores may be means. The interval of the bias is Student's t over items at
    95%. Raises ValueError on unequal lengths, no items or scores that are not on the scale. Source: Saal, Downey and Lahey 1980,
    Rating the Ratings, for leniency, range restriction and halo.
    """
    given, panel = np.asarray(scores, dtype=np.float64), np.asarray(reference, dtype=np.float64)
    low, high = scale
    if len(given) != len(panel) or not len(given):
        raise ValueError(
            f"got {len(given)} scores and {len(panel)} reference scores; give both for each item, at least one."
        )
    if not (low < high and (np.isin(given, np.arange(low, high + 1))).all()):
        raise ValueError(f"scores must be whole numbers from {low} to {high}; give the lower end first.")
    if not ((panel >= low) & (panel <= high)).all():
        raise ValueError(f"a reference score is missing or is not between {low} and {high}.")
    reasons = _reasons(given, panel)
    bias, half = _bias(given - panel)
    deviation = panel.std()
    return ScoreHabits(
        len(given),
        bias,
        bias - half,
        bias + half,
        float(given.std() / deviation) if deviation > 0 else math.nan,
        len(np.unique(given)) / (high - low + 1),
        float((given == high).mean()),
        correlation(given, panel),
        reasons,
    )


def halo(
    scores: Mapping[Hashable, Sequence[float]], reference: Mapping[Hashable, Sequence[float]] | None = None
) -> Halo:
    """Return the mean correlation between criteria, and how far it is above that of a reference.

    `scores` maps each criterion, two or more, to the scores of the same items in the same order; so does `reference`.
    Only pairs of criteria whose correlation exists on both sides are averaged: a criterion that always got one score
    has none. Some correlation is real, because good answers are often good in several ways; look at the excess. Raises
    ValueError on unequal lengths or fewer than two criteria. Source: Saal, Downey and Lahey 1980.
    """
    sides = [scores] if reference is None else [scores, reference]
    if len(scores) < 2 or any(set(side) != set(scores) for side in sides):
        raise ValueError("give two criteria or more, the same ones in scores and reference.")
    if len({len(column) for side in sides for column in side.values()}) != 1:
        raise ValueError("every criterion needs one score for each item; some have more or fewer.")
    pairs = [_pairs(side, list(scores)) for side in sides]
    shared = [pair for pair in pairs[0] if not any(math.isnan(side[pair]) for side in pairs)]
    if not shared:
        reason = "no two criteria vary on both sides, so no correlation exists"
        return Halo(math.nan, pairs[0], math.nan, math.nan, reason)
    means = [math.fsum(side[pair] for pair in shared) / len(shared) for side in pairs]
    if reference is None:
        return Halo(
            means[0], pairs[0], math.nan, math.nan, "no reference is given, so the excess is undefined"
        )
    return Halo(means[0], pairs[0], means[1], means[0] - means[1])


def correlation(a: _Floats, b: _Floats) -> float:
    """Return Pearson's correlation, -1 to 1; NaN where one side does not vary. Source: Pearson 1895."""
    x, y = a - a.mean(), b - b.mean()
    scale = math.sqrt(float(x @ x) * float(y @ y))
    return float(np.clip(float(x @ y) / scale, -1, 1)) if scale > 0 else math.nan


def _pairs(
    side: Mapping[Hashable, Sequence[float]], names: list[Hashable]
) -> dict[tuple[Hashable, Hashable], float]:
    columns = {name: np.asarray(side[name], dtype=np.float64) for name in names}
    return {(a, b): correlation(columns[a], columns[b]) for a, b in combinations(names, 2)}


def _bias(gaps: _Floats) -> tuple[float, float]:
    """Return the mean gap and half of its 95% t interval, NaN for one item."""
    from scipy.stats import t

    if len(gaps) < 2:
        return float(gaps.mean()), math.nan
    return float(gaps.mean()), float(t.ppf(0.975, len(gaps) - 1) * gaps.std(ddof=1) / math.sqrt(len(gaps)))


def _reasons(given: _Floats, panel: _Floats) -> tuple[str, ...]:
    reasons = []
    if len(given) < 2:
        reasons.append("one item gives the bias no interval")
    if panel.std() == 0:
        reasons.append("the reference gives every item one score, so spread and correlation are undefined")
    elif given.std() == 0:
        reasons.append("every item got one score, so correlation is undefined")
    return tuple(reasons)
