"""The result of a coefficient: a value with its interval and its setting, or NaN with the reason."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

Kind = Literal["nominal", "ordinal", "interval", "ratio", "spans", "boxes"]


@dataclass(frozen=True)
class Agreement:
    """One coefficient of agreement with everything a report of it must say: name, interval, items and raters.

    `value` is NaN where the coefficient is undefined, and `reason` says why. `low` and `high` are the ends of the
    interval at `confidence`, NaN where none was computed; `interval` says how it was computed. `n_items` counts the
    items that were used, `n_raters` the columns with a rating. `undefined` counts resamples without a value.
    """

    coefficient: str
    value: float
    low: float = math.nan
    high: float = math.nan
    n_items: int = 0
    n_raters: int = 0
    level: Kind = "nominal"
    reason: str = ""
    confidence: float = 0.95
    interval: str = ""
    undefined: int = 0

    def __float__(self) -> float:
        """Return the value alone."""
        return self.value

    def __str__(self) -> str:
        """Return one line for a report: name, value, interval, items, raters."""
        size = f"{self.n_items:,} items, {self.n_raters:,} raters"
        if math.isnan(self.value):
            return f"{self.coefficient}: undefined ({size}): {self.reason}"
        bounds = "" if math.isnan(self.low) else f" [{self.low:.3f}, {self.high:.3f}]"
        return f"{self.coefficient} {self.value:.3f}{bounds}, {size}"


@dataclass(frozen=True)
class Interval:
    """An estimate with its interval; `undefined` counts resamples on which the statistic does not exist."""

    estimate: float
    low: float
    high: float
    confidence: float
    n_resamples: int
    undefined: int = 0


@dataclass(frozen=True)
class Bootstrap:
    """How to resample items for an interval: the same seed gives the same interval (numpy PCG64).

    `method` is "percentile" or "bca" (bias-corrected and accelerated), which moves the two ends where the resampled
    values are not symmetric around the estimate. Raises ValueError on fewer than one resample or an unknown method.
    Source: Efron and Tibshirani 1993, An Introduction to the Bootstrap, chapters 13 and 14.
    """

    seed: int
    n_resamples: int = 2000
    method: Literal["percentile", "bca"] = "percentile"

    def __post_init__(self) -> None:
        if self.n_resamples < 1:
            raise ValueError(
                f"n_resamples is {self.n_resamples}; take at least 1, and 1000 or more for a published interval."
            )
        if self.method not in ("percentile", "bca"):
            raise ValueError(f"method is {self.method!r}; choose 'percentile' or 'bca'.")
