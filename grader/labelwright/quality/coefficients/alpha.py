"""Krippendorff's alpha at every level of measurement, with missing ratings."""

from __future__ import annotations

import math
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

import evalica
import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.coefficients.by_counts import why_undefined
from labelwright.quality.coefficients.coding import Level, Table, code_ratings, read_ratings
from labelwright.quality.coefficients.resample import Floats, Statistic, measure, resample_weights
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.precision_recall import check_confidence


def krippendorff_alpha(ratings: npt.ArrayLike | pd.DataFrame, level: Level) -> float:
    """Return Krippendorff's alpha, 1 - Do/De, of ratings given as items x raters with NaN for missing.

    `level` is nominal, ordinal, interval or ratio. 1 is perfect agreement, 0 what chance would give, below 0 is
    systematic disagreement. Items with fewer than two ratings drop out. When all ratings that can be paired have
    one value, De = 0 and alpha is undefined: the result is NaN, not 1. Raises ValueError on a table that cannot be
    compared. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    coded = read_ratings(ratings, level)
    if np.count_nonzero(coded.counts().sum(axis=0)) < 2:
        return math.nan
    numbers = np.where(coded.codes >= 0, coded.values[coded.codes], np.nan)
    # evalica wants observers as rows; the wrong way round gives a plausible wrong number.
    return float(evalica.alpha(pd.DataFrame(numbers.T), distance=level).alpha)


_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval; `undefined` counts resamples on which the statistic does not exist."""

    estimate: float
    low: float
    high: float
    confidence: float
    n_resamples: int
    undefined: int = 0


def bootstrap_alpha(
    ratings: npt.ArrayLike | pd.DataFrame,
    level: Level,
    *,
    n_resamples: int = 2000,
    confidence: float = 0.95,
    seed: int,
) -> Interval:
    """Return alpha with a percentile bootstrap interval from resampling whole items (rows) with replacement.

    Single ratings are never resampled: the ratings of one item belong together, and splitting them makes the interval
    too narrow. The same seed gives the same interval (numpy PCG64). Resamples with one value only have no alpha and
    are left out and counted. Raises ValueError as `krippendorff_alpha` does, or when an argument is out of range.
    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapter 13.
    """
    if n_resamples < 1:
        raise ValueError(
            f"n_resamples is {n_resamples}; take at least 1, and 1000 or more for a published interval."
        )
    check_confidence(confidence)
    estimate = krippendorff_alpha(ratings, level)
    coded = read_ratings(ratings, level)
    counts = coded.counts()
    alphas = np.concatenate(
        [
            weighted_alphas(weights, counts, coded.values, level)
            for weights in resample_weights(len(counts), n_resamples, seed)
        ]
    )
    defined = alphas[~np.isnan(alphas)]
    tail = (1 - confidence) / 2
    low, high = np.quantile(defined, [tail, 1 - tail]) if defined.size else (math.nan, math.nan)
    return Interval(
        estimate, float(low), float(high), confidence, n_resamples, int(alphas.size - defined.size)
    )


def weighted_alphas(
    weights: _Floats, counts: _Floats, values: _Floats, level: Level, distance: _Floats | None = None
) -> _Floats:
    """Return one alpha a resample from weights (resamples x items) and counts (items x values); NaN where De = 0.

    `distance` (values x values, zero diagonal) takes the place of the level's own.
    """
    marginals = weights @ counts
    rated = counts.sum(axis=1)
    per_pair = np.where(rated > 1, 1 / np.maximum(rated - 1, 1), 0.0)
    if distance is None and level in ("nominal", "ratio"):
        distance = _distance(values, level)
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
    alphas: _Floats = 1 - (marginals.sum(axis=1) - 1) * observed / expected
    return alphas


def _distance(values: _Floats, level: Level) -> _Floats:
    if level == "nominal":
        return 1 - np.eye(values.size)
    sums = values[:, None] + values[None, :]
    gaps = values[:, None] - values[None, :]
    return np.divide(gaps, sums, out=np.zeros_like(gaps), where=sums != 0) ** 2


Distance = Callable[[Any, Any], float]


def krippendorff(
    ratings: Table,
    *,
    level: Level = "nominal",
    distance: Distance | None = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Krippendorff's alpha of any number of raters, with missing ratings, whoever gave them.

    `level` as in `krippendorff_alpha`; `distance` replaces its metric by a function of two labels that is 0 for equal
    ones and symmetric, such as `jaccard_distance` for sets of labels. The interval needs `bootstrap`. Items with
    fewer than two ratings drop out. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    if distance is not None:
        return _with_distance(ratings, distance, bootstrap, confidence)
    coded = read_ratings(ratings, level)
    counts = coded.counts()
    counts = counts[counts.sum(axis=1) > 0]
    statistic = Statistic(
        f"Krippendorff's alpha, {level}",
        lambda times: _alphas(times, counts, coded.values, level),
        len(counts),
        int((coded.codes >= 0).any(axis=0).sum()),
        level,
        _reason(ratings),
    )
    return measure(statistic, bootstrap, confidence)


def jaccard_distance(first: Hashable, second: Hashable) -> float:
    """Return 1 - |A and B| / |A or B| of two frozensets, 0 where both are empty. Source: Jaccard 1912."""
    a, b = _sets(first, second)
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def masi_distance(first: Hashable, second: Hashable) -> float:
    """Return 1 - Jaccard x M of two frozensets, M being 1 if equal, 2/3 if one holds the other, 1/3 if they overlap.

    Source: Passonneau 2006, Measuring Agreement on Set-valued Items (MASI).
    """
    a, b = _sets(first, second)
    if a == b:
        return 0.0
    kept = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - (1 - jaccard_distance(a, b)) * kept


def _with_distance(
    ratings: Table, distance: Distance, bootstrap: Bootstrap | None, confidence: float
) -> Agreement:
    coded = code_ratings(ratings).rated(2)
    counts = coded.counts()
    between = np.array([[float(distance(a, b)) for b in coded.labels] for a in coded.labels])
    if np.diag(between).any() or not np.allclose(between, between.T) or (between < 0).any():
        raise ValueError(
            "the distance must be 0 for equal labels, the same both ways round, and never negative."
        )
    values = np.arange(len(coded.labels), dtype=np.float64)
    name = f"Krippendorff's alpha, {getattr(distance, '__name__', 'own distance').replace('_', ' ')}"
    statistic = Statistic(
        name,
        lambda times: _alphas(times, counts, values, "nominal", between),
        len(counts),
        coded.n_raters,
        "nominal",
        why_undefined(coded),
    )
    return measure(statistic, bootstrap, confidence)


def _alphas(
    times: Floats, counts: Floats, values: Floats, level: Level, distance: Floats | None = None
) -> Floats:
    # A resample with one value only has De = 0, which `weighted_alphas` divides by and marks as NaN.
    with np.errstate(invalid="ignore", divide="ignore"):
        return weighted_alphas(times, counts, values, level, distance)


def _reason(ratings: Table) -> str:
    return why_undefined(code_ratings(ratings).rated(2))


def _sets(first: Hashable, second: Hashable) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    if not isinstance(first, frozenset) or not isinstance(second, frozenset):
        raise ValueError(f"found {first!r} and {second!r}; sets of labels are given as frozensets.")
    return first, second
