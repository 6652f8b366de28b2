"""Whether somebody who says 80% is right 80% of the time: Brier score and expected calibration error."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelwright.quality.proportions import wilson

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ConfidenceBin:
    """Answers whose stated confidence lies above `low` and at most `high` (the first bin holds `low` too).

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
    """Compare stated confidence (0 to 1 that one's own answer is right) with whether it was.

    Brier is the mean squared gap between confidence and outcome (1 or 0). ECE is the mean gap between confidence and
    accuracy over `bins` equally wide bins of 0 to 1, weighted by their answers; it depends on the bins, so state them,
    and with few answers it is too high even for somebody perfectly calibrated. Raises ValueError on unequal lengths,
    no answers, values outside 0 to 1 or no bins. Sources: Brier 1950; Naeini, Cooper and Hauskrecht 2015.
    """
    stated, right = np.asarray(confidence, dtype=np.float64), np.asarray(correct, dtype=np.float64)
    if len(stated) != len(right) or not len(stated) or bins < 1:
        raise ValueError(
            f"got {len(stated)} confidences and {len(right)} outcomes for {bins} bins; give one of each an answer, "
            "at least one, and at least one bin."
        )
    if not (((stated >= 0) & (stated <= 1)).all() and np.isin(right, (0, 1)).all()):
        raise ValueError("confidence must lie between 0 and 1 (80% is 0.8) and an outcome be True or False.")
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
