"""What to try where the accuracy or kappa is wrong, and intervals that are taken for that of kappa."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from labelwright.checks import Failed, NotAttempted, Work
from labelwright.checks.compare import is_rounded
from labelwright.quality import Agreement
from labelwright.rng import Rng

from .crowd import LABELS, compared, kappa

_SAME = 1e-6
_NEAR = 0.02
"""How near both ends of an interval must be to those of a known wrong one."""
_DRAWS = 2_000


def share_advice(value: float) -> str:
    """Return what to try if a share is wrong and it is not known why."""
    if abs(value - 1) <= _SAME:
        return (
            "All labels are equal here. Did you compare a column with itself, or only some of the sentences?"
        )
    if abs(value) <= _SAME:
        return "No label is equal here. Print a few rows of `mine` and `crowd`: do they have the same ids and names?"
    if not 0 <= value <= 1:
        return "A share is between 0 and 1. Divide the number of equal labels by the number of sentences that are left."
    return (
        "Put `mine` and `crowd` into one table, drop the rows without a label or a majority, and print the number of rows "
        "that are left. Then count the rows with two equal labels."
    )


def kappa_advice(value: float) -> str:
    """Return what to try if kappa is wrong and it is not known why."""
    parts = "Print p, e, and the three products that add up to e. Both p and e are between 0 and 1."
    if value > 1:
        return f"Kappa is never above 1. Is the bracket below the line (1 - e)? {parts}"
    if value < -1:
        return f"Kappa is never below -1. Are both brackets there: (p - e) / (1 - e)? {parts}"
    if abs(value - 1) <= _SAME:
        return f"A kappa of 1 means that all labels are equal. Did you compare a column with itself? {parts}"
    return f"{parts} Then compute (p - e) / (1 - e), with both brackets."


def has_kappa(work: Work) -> bool:
    """Return whether the learner's kappa is right, or right but rounded."""
    try:
        value = work.number("kappa")
    except (Failed, NotAttempted):
        return False
    truth = kappa(work).value
    return abs(value - truth) <= _SAME or is_rounded(value, truth)


_PLAIN = (
    "Draw row numbers with replacement, as many as you have sentences. Keep the two labels of each row together, and take "
    "the percentiles 2.5 and 97.5."
)


def interval_mistake(work: Work, low: float, high: float, found: Agreement) -> tuple[str, str]:
    """Return which known mistake an interval of kappa is, empty if it is none of them; and what to try."""
    if low > high:
        return "The two ends are in the wrong order.", "Write the lower end first."
    if high - low <= _SAME:
        return (
            "Both ends are the same number. This happens if you draw without replacement: each draw then has the same "
            "sentences in another order.",
            "Draw with replacement: `rng.integers(0, n, n)`, `rng.choice(n, n)` or `.sample(frac=1, replace=True)`.",
        )
    if low <= 0 <= high < found.value:
        return (
            "The interval is around 0 and does not contain kappa. This happens if you draw your labels and the majority's "
            "labels separately.",
            _PLAIN,
        )
    near = [
        text
        for text, ends in _known_intervals(work).items()
        if max(abs(low - ends[0]), abs(high - ends[1])) <= _NEAR
    ]
    if near:
        return " Or: ".join(near), _PLAIN
    if high < found.low:
        return (
            "The interval does not contain your kappa: both ends are among the lowest draws.",
            "`np.percentile` counts from 0 to 100: give 2.5 and 97.5, not 0.025 and 0.975. `np.quantile` counts from 0 to 1.",
        )
    if not low - _SAME <= found.value <= high + _SAME:
        return "The interval does not contain your kappa.", _PLAIN
    right = found.high - found.low
    share = (high - low) / right if right > _SAME else math.nan
    if 0.4 <= share <= 0.6:
        text = "The interval has about half of the right width, as with one standard error on each side instead of 95 %."
        return text, _PLAIN
    if share < 0.75:
        return f"The interval is too narrow: it has {share:.0%} of the right width.", _PLAIN
    if share > 1.25:
        return f"The interval is too wide: it has {share:.0%} of the right width.", _PLAIN
    return "", _PLAIN


def _known_intervals(work: Work) -> dict[str, tuple[float, float]]:
    """Intervals that are near to those of known mistakes, by what the mistake is."""
    n = len(compared(work)[0])
    shares, kappas = _draws(work, n)
    _, few = _draws(work, n // 2)
    return {
        "This is near to the interval of the accuracy, not of kappa.": _ends(shares, 2.5, 97.5),
        "This is near to the interval from the 5th to the 95th percentile, which is a 90 % interval.": _ends(
            kappas, 5, 95
        ),
        "This is near to the interval with draws of half as many sentences.": _ends(few, 2.5, 97.5),
    }


def _ends(values: npt.NDArray[np.float64], low: float, high: float) -> tuple[float, float]:
    ends = np.nanpercentile(values, [low, high])
    return float(ends[0]), float(ends[1])


def _draws(work: Work, size: int) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Return the accuracy and the kappa of bootstrap draws of `size` sentences; kappa is NaN where it is undefined."""
    mine, theirs = compared(work)
    rows = Rng(0).numpy().integers(0, len(mine), (_DRAWS, size))
    a, b = mine[rows], theirs[rows]
    p = (a == b).mean(axis=1)
    e = sum(((a == label).mean(axis=1) * (b == label).mean(axis=1) for label in LABELS), np.zeros(_DRAWS))
    return p, np.divide(p - e, 1 - e, out=np.full(_DRAWS, np.nan), where=e < 1)
