"""A bootstrap over items for Krippendorff's alpha."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.agreement import krippendorff_alpha
from labelwright.quality.proportions import check_confidence
from labelwright.quality.ratings import Level, read_ratings

_Floats = npt.NDArray[np.float64]
_CELLS_AT_ONCE = 2_000_000


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


def draw_rows(items: int, n_resamples: int, seed: int) -> npt.NDArray[np.int64]:
    """Return the row numbers of every resample, n_resamples x items, drawn with replacement from a PCG64 stream."""
    return np.random.Generator(np.random.PCG64(seed)).integers(0, items, size=(n_resamples, items))


def resample_weights(items: int, n_resamples: int, seed: int) -> Iterator[_Floats]:
    """Yield, in blocks of resamples, how often each item was drawn: resamples x items."""
    rows = draw_rows(items, n_resamples, seed)
    block = max(1, _CELLS_AT_ONCE // items)
    for start in range(0, n_resamples, block):
        part = rows[start : start + block]
        flat = (part + np.arange(len(part))[:, None] * items).ravel()
        yield np.bincount(flat, minlength=len(part) * items).reshape(len(part), items).astype(np.float64)


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
