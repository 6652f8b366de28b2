"""Turn a statistic into an Agreement: its value, its bootstrap interval over items, or the reason why it does not exist."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.quality.coefficients.result import Agreement, Bootstrap, Interval, Kind
from labelwright.quality.confusion import check_confidence

Floats = npt.NDArray[np.float64]
Kernel = Callable[[Floats], Floats]
"""Maps weights (resamples x items) to values: the last axis of the result has one value per resample."""
_CELLS_AT_ONCE = 2_000_000


@dataclass(frozen=True)
class Statistic:
    """A statistic of `n_items` items: `kernel` maps weights (resamples x items) to one value per resample.

    A weight says how often an item counts: weights of 1 give the point value, the counts of a resample give the value
    of that resample. The kernel returns NaN where the statistic does not exist; `undefined` says why.
    """

    name: str
    kernel: Kernel
    n_items: int
    n_raters: int
    level: Kind = "nominal"
    undefined: str = ""


@dataclass(frozen=True)
class Closed:
    """An interval from a formula, without resampling; `how` names the formula."""

    low: float
    high: float
    how: str


def measure(
    statistic: Statistic,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
    closed: Closed | None = None,
) -> Agreement:
    """Return the Agreement of a statistic, with a bootstrap interval if one is asked for, otherwise the closed one.

    Raises ValueError when `confidence` is not between 0 and 1.
    """
    check_confidence(confidence)
    value = float(statistic.kernel(np.ones((1, statistic.n_items)))[0])
    reason = statistic.undefined if math.isnan(value) else ""
    interval = closed or Closed(math.nan, math.nan, "")
    undefined = 0
    if bootstrap is not None:
        interval, undefined = _bootstrap_interval(statistic, value, bootstrap, confidence)
    if math.isnan(value):
        interval = Closed(math.nan, math.nan, "")
    return Agreement(
        statistic.name,
        value,
        interval.low,
        interval.high,
        statistic.n_items,
        statistic.n_raters,
        statistic.level,
        reason,
        confidence,
        interval.how,
        undefined,
    )


def mean_statistic(name: str, values: npt.ArrayLike, level: Kind = "interval") -> Statistic:
    """Return the mean of one value per item as a Statistic; items whose value is NaN are left out."""
    table = np.asarray(values, dtype=np.float64)
    known: Floats = table[~np.isnan(table)]
    return Statistic(name, lambda weights: weighted_mean(weights, known), len(known), 1, level)


def bootstrap_mean(
    values: npt.ArrayLike, *, n_resamples: int = 2000, confidence: float = 0.95, seed: int
) -> Interval:
    """Return the mean of one value per item with a percentile bootstrap interval from resampling items.

    Items whose value is NaN are left out; the result is NaN when none is left. The same seed gives the same interval
    (numpy PCG64). For values that are all 0 or 1 use `wilson`: resampling items that are all 1 says that nothing else
    is possible. Raises ValueError when an argument is out of range. Source: Efron and Tibshirani 1993, An Introduction
    to the Bootstrap, chapter 13.
    """
    bootstrap = Bootstrap(seed, n_resamples)
    statistic = mean_statistic("mean", values)
    if not statistic.n_items:
        check_confidence(confidence)
        return Interval(math.nan, math.nan, math.nan, confidence, n_resamples, n_resamples)
    found = measure(statistic, bootstrap, confidence)
    return Interval(found.value, found.low, found.high, confidence, n_resamples, found.undefined)


def resampled_values(kernel: Kernel, items: int, n_resamples: int, seed: int) -> Floats:
    """Return the values of a kernel on `n_resamples` resamples of whole items, drawn with replacement (numpy PCG64).

    The last axis of the result has one value per resample.
    """
    if items < 2:
        # scipy refuses one item; every resample of it is the item itself.
        return kernel(np.ones((n_resamples, items)))
    from scipy.stats import bootstrap

    with warnings.catch_warnings():
        # A resample without a value makes scipy's own interval NaN, which it warns about; only the values are used.
        warnings.simplefilter("ignore", RuntimeWarning)
        found = bootstrap(
            (np.arange(items),),
            _on_rows(kernel, items),
            vectorized=True,
            n_resamples=n_resamples,
            batch=max(1, _CELLS_AT_ONCE // items),
            method="percentile",
            rng=np.random.Generator(np.random.PCG64(seed)),
        )
    values: Floats = found.bootstrap_distribution
    return values


def _bootstrap_interval(
    statistic: Statistic, value: float, bootstrap: Bootstrap, confidence: float
) -> tuple[Closed, int]:
    """Return the interval, and how many resamples had no value and were left out."""
    values = resampled_values(statistic.kernel, statistic.n_items, bootstrap.n_resamples, bootstrap.seed)
    defined = values[~np.isnan(values)]
    undefined = int(values.size - defined.size)
    if not defined.size or math.isnan(value):
        return Closed(math.nan, math.nan, ""), undefined
    low, high = value, value
    if statistic.n_items > 1:
        low, high = _ends(statistic, defined, bootstrap.method, confidence)
        if math.isnan(low) or math.isnan(high):
            # BCa does not exist where the resamples or the jackknife values do not vary (Efron 1987).
            low, high = _ends(statistic, defined, "percentile", confidence)
    how = f"{bootstrap.method} bootstrap over items, {bootstrap.n_resamples:,} resamples"
    return Closed(low, high, how), undefined


def _ends(statistic: Statistic, defined: Floats, method: str, confidence: float) -> tuple[float, float]:
    """Return the two ends that scipy cuts off the values of the resamples."""
    from scipy.stats import bootstrap

    with warnings.catch_warnings(), np.errstate(invalid="ignore", divide="ignore"):
        warnings.simplefilter("ignore", RuntimeWarning)
        ends = bootstrap(
            (np.arange(statistic.n_items),),
            _on_rows(statistic.kernel, statistic.n_items),
            vectorized=True,
            n_resamples=0,
            batch=max(1, _CELLS_AT_ONCE // statistic.n_items),
            confidence_level=confidence,
            method=method,
            bootstrap_result=SimpleNamespace(bootstrap_distribution=defined),
        ).confidence_interval
    return float(ends.low), float(ends.high)


def _on_rows(kernel: Kernel, items: int) -> Callable[..., Any]:
    """Return the kernel as scipy calls it: on the row numbers of resamples instead of the weights of items."""

    def statistic(rows: npt.NDArray[np.int64], axis: int = -1) -> Any:
        table = np.moveaxis(rows, axis, -1)
        resamples = table.reshape(-1, table.shape[-1])
        places = resamples + np.arange(len(resamples))[:, None] * items
        counts = np.bincount(places.ravel(), minlength=len(resamples) * items).reshape(-1, items)
        values = kernel(counts.astype(np.float64))
        return values.reshape(values.shape[:-1] + table.shape[:-1])

    return statistic


def ratio(part: Floats, whole: Floats) -> Floats:
    """Return part / whole, NaN where whole is 0."""
    share: Floats = np.divide(part, whole, out=np.full(np.shape(part), np.nan), where=whole != 0)
    return share


def weighted_mean(weights: Floats, values: Floats) -> Floats:
    """Return the mean of one value per item for each row of weights (resamples x items); NaN values are left out."""
    known = ~np.isnan(values)
    return ratio(weights @ np.where(known, values, 0.0), weights @ known.astype(np.float64))


def mean_over_rows(values: npt.ArrayLike) -> Floats:
    """Return the mean of each column of a table; NaN cells are left out, and a column without values gives NaN."""
    table = np.asarray(values, dtype=np.float64)
    known = ~np.isnan(table)
    return ratio(np.where(known, table, 0.0).sum(axis=0), known.sum(axis=0).astype(np.float64))


def beyond_chance(observed: Floats, expected: Floats) -> Floats:
    """Return (observed - expected) / (1 - expected); NaN where chance alone would give perfect agreement."""
    room = 1 - expected
    # Rounding may leave a tiny difference from 1 where there is none.
    return ratio(observed - expected, np.where(np.abs(room) < 1e-12, 0.0, room))
