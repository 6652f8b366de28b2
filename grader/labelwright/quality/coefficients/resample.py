"""Turn a statistic that can be weighted by item into an Agreement: point value, bootstrap over items, reason."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from labelwright.quality.coefficients.result import Agreement, Bootstrap, Kind
from labelwright.quality.precision_recall import check_confidence

Floats = npt.NDArray[np.float64]
_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Statistic:
    """A statistic of `n_items` items: `kernel` maps weights (resamples x items) to one value a resample.

    A weight says how often an item counts, so that ones give the point value and the counts of a resample give its
    value. The kernel answers NaN where the statistic does not exist; `undefined` says why that is so here.
    """

    name: str
    kernel: Callable[[Floats], Floats]
    n_items: int
    n_raters: int
    level: Kind = "nominal"
    undefined: str = ""


@dataclass(frozen=True)
class Closed:
    """An interval that needs no resampling, with the words that say how it was made."""

    low: float
    high: float
    how: str


def measure(
    statistic: Statistic,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
    closed: Closed | None = None,
) -> Agreement:
    """Return the Agreement of a statistic, with a bootstrap interval if asked for, else the closed one if given.

    Raises ValueError when `confidence` is not between 0 and 1.
    """
    check_confidence(confidence)
    value = float(statistic.kernel(np.ones((1, statistic.n_items)))[0])
    reason = statistic.undefined if math.isnan(value) else ""
    found = closed or Closed(math.nan, math.nan, "")
    undefined = 0
    if bootstrap is not None:
        found, undefined = _resampled(statistic, value, bootstrap, confidence)
    if math.isnan(value):
        found = Closed(math.nan, math.nan, "")
    return Agreement(
        statistic.name,
        value,
        found.low,
        found.high,
        statistic.n_items,
        statistic.n_raters,
        statistic.level,
        reason,
        confidence,
        found.how,
        undefined,
    )


def _resampled(
    statistic: Statistic, value: float, bootstrap: Bootstrap, confidence: float
) -> tuple[Closed, int]:
    blocks = resample_weights(statistic.n_items, bootstrap.n_resamples, bootstrap.seed)
    values = np.concatenate([statistic.kernel(weights) for weights in blocks])
    defined = values[~np.isnan(values)]
    undefined = int(values.size - defined.size)
    if not defined.size:
        return Closed(math.nan, math.nan, ""), undefined
    tails = np.array([(1 - confidence) / 2, (1 + confidence) / 2])
    if bootstrap.method == "bca":
        tails = _bca_tails(statistic, value, defined, tails)
    low, high = np.quantile(defined, tails)
    how = f"{bootstrap.method} bootstrap over items, {bootstrap.n_resamples:,} resamples"
    return Closed(float(low), float(high), how), undefined


def _bca_tails(statistic: Statistic, value: float, defined: Floats, tails: Floats) -> Floats:
    """Return the shares at which BCa cuts; the plain ones where the correction does not exist (Efron 1987)."""
    below = float(np.mean(defined < value) + np.mean(defined == value) / 2)
    left_out = _jackknife(statistic)
    spread = float(np.sum((left_out - left_out.mean()) ** 2)) if left_out.size else 0.0
    if not 0 < below < 1 or spread == 0 or math.isnan(value):
        return tails
    normal = NormalDist()
    bias = normal.inv_cdf(below)
    skew = float(np.sum((left_out.mean() - left_out) ** 3)) / (6 * spread**1.5)
    moved = [bias + normal.inv_cdf(float(tail)) for tail in tails]
    return np.array([normal.cdf(bias + step / (1 - skew * step)) for step in moved])


def _jackknife(statistic: Statistic) -> Floats:
    """Return the statistic with each item left out once, those that exist."""
    items = statistic.n_items
    block = max(1, _CELLS_AT_ONCE // max(items, 1))
    parts = []
    for start in range(0, items, block):
        rows = np.arange(start, min(start + block, items))
        weights = np.ones((rows.size, items))
        weights[np.arange(rows.size), rows] = 0
        parts.append(statistic.kernel(weights))
    values: Floats = np.concatenate(parts)
    left: Floats = values[~np.isnan(values)]
    return left


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, NaN where whole is 0."""
    share: Floats = np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole != 0)
    return share


def beyond_chance(observed: Floats, expected: Floats) -> Floats:
    """Return (observed - expected) / (1 - expected); NaN where chance alone would agree always."""
    room = 1 - expected
    # Rounding may leave a little room where there is none.
    return ratio(observed - expected, np.where(np.abs(room) < 1e-12, 0.0, room))


_CELLS_AT_ONCE = 2_000_000


def draw_rows(items: int, n_resamples: int, seed: int) -> npt.NDArray[np.int64]:
    """Return the row numbers of every resample, n_resamples x items, drawn with replacement from a PCG64 stream."""
    return np.random.Generator(np.random.PCG64(seed)).integers(0, items, size=(n_resamples, items))


def resample_weights(items: int, n_resamples: int, seed: int) -> Iterator[Floats]:
    """Yield, in blocks of resamples, how often each item was drawn: resamples x items."""
    rows = draw_rows(items, n_resamples, seed)
    block = max(1, _CELLS_AT_ONCE // items)
    for start in range(0, n_resamples, block):
        part = rows[start : start + block]
        flat = (part + np.arange(len(part))[:, None] * items).ravel()
        yield np.bincount(flat, minlength=len(part) * items).reshape(len(part), items).astype(np.float64)
