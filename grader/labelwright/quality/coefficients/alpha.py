"""Krippendorff's alpha at every level of measurement, with missing ratings."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.coefficients.by_counts import why_undefined
from labelwright.quality.coefficients.coding import Level, Table, check_level, code_ratings
from labelwright.quality.coefficients.resample import Floats, Statistic, measure
from labelwright.quality.coefficients.result import Agreement, Bootstrap, Interval

Distance = Callable[[Any, Any], float]


def krippendorff_alpha(ratings: npt.ArrayLike | pd.DataFrame, level: Level) -> float:
    """Return Krippendorff's alpha, 1 - Do/De, of ratings given as items x raters with NaN for missing.

    `level` is nominal, ordinal, interval or ratio. 1 is perfect agreement, 0 is what chance would give, below 0 is
    systematic disagreement. Items with fewer than two ratings are left out. When all ratings that can be paired have
    one value, De = 0 and alpha is undefined: the result is NaN, not 1. This is the value of `krippendorff`, which also
    gives the interval and the reason. Raises ValueError on a table that cannot be compared. Source: Krippendorff 2011,
    Computing Krippendorff's Alpha-Reliability.
    """
    return krippendorff(ratings, level=level).value


def bootstrap_alpha(
    ratings: npt.ArrayLike | pd.DataFrame,
    level: Level,
    *,
    n_resamples: int = 2000,
    confidence: float = 0.95,
    seed: int,
) -> Interval:
    """Return alpha with a percentile bootstrap interval from resampling whole items (rows) with replacement.

    Only items with two ratings or more are resampled. Single ratings are never resampled: the ratings of one item
    belong together, and splitting them makes the interval too narrow. The same seed gives the same interval (numpy
    PCG64). Resamples with one value only have no alpha; they are left out and counted. Raises ValueError as
    `krippendorff_alpha` does, or when an argument is out of range. Source: Efron and Tibshirani 1993, An Introduction
    to the Bootstrap, chapter 13.
    """
    found = krippendorff(ratings, level=level, bootstrap=Bootstrap(seed, n_resamples), confidence=confidence)
    return Interval(found.value, found.low, found.high, confidence, n_resamples, found.undefined)


def krippendorff(
    ratings: Table,
    *,
    level: Level = "nominal",
    distance: Distance | None = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Krippendorff's alpha of any number of raters, with missing ratings.

    `level` as in `krippendorff_alpha`; `distance` replaces its metric by a symmetric function of two labels that is 0
    for equal ones, such as `jaccard_distance` for sets of labels. There is an interval only with `bootstrap`. Items
    with fewer than two ratings are left out. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    check_level(level)
    coded = code_ratings(ratings).rated(2)
    if distance is None:
        name, between = f"Krippendorff's alpha, {level}", None
        values = coded.numbers(level)
    else:
        name = f"Krippendorff's alpha, {getattr(distance, '__name__', 'own distance').replace('_', ' ')}"
        level, between = "nominal", _distances(coded.labels, distance)
        values = coded.numbers(level)
    counts = coded.counts()
    statistic = Statistic(
        name,
        lambda weights: _alphas(weights, counts, values, level, between),
        len(counts),
        coded.n_raters,
        level,
        why_undefined(coded),
    )
    return measure(statistic, bootstrap, confidence)


def jaccard_distance(first: Hashable, second: Hashable) -> float:
    """Return 1 - |A and B| / |A or B| of two frozensets, 0 where both are empty. Source: Jaccard 1912."""
    a, b = _sets(first, second)
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def masi_distance(first: Hashable, second: Hashable) -> float:
    """Return 1 - Jaccard x M of two frozensets: M is 1 if equal, 2/3 if one contains the other, 1/3 if they overlap.

    Source: Passonneau 2006, Measuring Agreement on Set-valued Items (MASI).
    """
    a, b = _sets(first, second)
    if a == b:
        return 0.0
    monotonicity = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - (1 - jaccard_distance(a, b)) * monotonicity


def _alphas(weights: Floats, counts: Floats, values: Floats, level: Level, between: Floats | None) -> Floats:
    """Return one alpha per resample from weights (resamples x items) and counts (items x values); NaN where De = 0.

    `between` (values x values, zero diagonal) replaces the distance of the level. Every item has two ratings or more.
    """
    marginals = weights @ counts
    rated = counts.sum(axis=1)
    per_pair = 1 / (rated - 1)
    distance = between if between is not None else _level_distance(values, level)
    if distance is not None:
        observed = weights @ (np.einsum("uc,ck,uk->u", counts, distance, counts, optimize=True) * per_pair)
        expected = np.einsum("rc,ck,rk->r", marginals, distance, marginals, optimize=True)
    else:
        # Ordinal distance is the squared difference of mid-ranks, so both levels are one squared-difference metric.
        places = (
            np.cumsum(marginals, axis=1) - marginals / 2
            if level == "ordinal"
            else (values - values.mean())[None, :]
        )
        spread = rated * (places**2 @ counts.T) - (places @ counts.T) ** 2
        observed = 2 * (weights * spread * per_pair).sum(axis=1)
        total = marginals.sum(axis=1)
        expected = 2 * (total * (marginals * places**2).sum(axis=1) - (marginals * places).sum(axis=1) ** 2)
    several = np.count_nonzero(marginals, axis=1) > 1
    expected = np.where(several, expected, np.nan)
    with np.errstate(invalid="ignore", divide="ignore"):
        alphas: Floats = 1 - (marginals.sum(axis=1) - 1) * observed / expected
    return alphas


def _level_distance(values: Floats, level: Level) -> Floats | None:
    """Return the distances (values x values) of the nominal and ratio levels, None for the other two."""
    if level == "nominal":
        return 1 - np.eye(values.size)
    if level != "ratio":
        return None
    sums = values[:, None] + values[None, :]
    gaps = values[:, None] - values[None, :]
    return np.divide(gaps, sums, out=np.zeros_like(gaps), where=sums != 0) ** 2


def _distances(labels: tuple[Any, ...], distance: Distance) -> Floats:
    """Return the distance of every two labels; raise ValueError if it is not a distance."""
    between = np.array([[float(distance(a, b)) for b in labels] for a in labels])
    if np.diag(between).any() or not np.allclose(between, between.T) or (between < 0).any():
        raise ValueError(
            "the distance must be 0 for equal labels, the same in both directions, and never negative."
        )
    return between


def _sets(first: Hashable, second: Hashable) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    if not isinstance(first, frozenset) or not isinstance(second, frozenset):
        raise ValueError(f"found {first!r} and {second!r}; sets of labels are given as frozensets.")
    return first, second
