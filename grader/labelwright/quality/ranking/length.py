"""Measure whether the longer response wins, by how much longer it is."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from labelwright.quality.proportions import wilson
from labelwright.quality.ranking.comparisons import TIE

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LengthRow:
    """Decided pairs whose longer response is `low` to `high` times the shorter: how often the longer one won."""

    low: float
    high: float
    n: int
    longer_wins: int
    share: float
    share_low: float
    share_high: float


@dataclass(frozen=True)
class LengthTable:
    """`rows` from the most alike to the most unequal lengths, `overall` over all of them.

    `ties` and `equal` count pairs left out: tied verdicts, and responses of one length. `reason` says why `overall`
    is NaN where nothing is left.
    """

    rows: tuple[LengthRow, ...]
    overall: LengthRow
    ties: int
    equal: int
    reason: str = ""


def length_table(
    winners: Sequence[str], lengths_a: Sequence[float], lengths_b: Sequence[float], *, bins: int = 4
) -> LengthTable:
    """Return how often the longer response won, in `bins` groups of equal size by the ratio of the two lengths.

    `winners` holds "a", "b" or "tie"; lengths are positive, in any one unit. Longer answers may win because they are
    better: a share above a half is a question, and pairs of equal quality answer it. Raises ValueError on unequal
    lengths of the lists, other verdicts, lengths that are not positive, or no bins. Source: Singhal, Goyal, Xu and
    Durrett 2024, A Long Way to Go, for the question.
    """
    a, b = np.asarray(lengths_a, dtype=np.float64), np.asarray(lengths_b, dtype=np.float64)
    _check(winners, a, b, bins)
    verdict = np.array([{"a": 1, "b": -1, TIE: 0}[winner] for winner in winners])
    kept = (verdict != 0) & (a != b)
    ratio = (np.maximum(a, b) / np.minimum(a, b))[kept]
    won = ((verdict == 1) == (a > b))[kept]
    order = np.argsort(ratio, kind="stable")
    parts = [part for part in np.array_split(order, bins) if part.size]
    ties = int((verdict == 0).sum())
    reason = "" if kept.any() else "no decided pair has responses of different length"
    return LengthTable(
        tuple(_row(ratio[part], won[part]) for part in parts),
        _row(ratio, won),
        ties,
        len(winners) - ties - int(kept.sum()),
        reason,
    )


def _check(winners: Sequence[str], a: _Floats, b: _Floats, bins: int) -> None:
    if not len(winners) == len(a) == len(b) or bins < 1:
        raise ValueError(
            f"got {len(winners)} verdicts and {len(a)} and {len(b)} lengths for {bins} bins; give one of each a pair "
            "and at least one bin."
        )
    if strange := [winner for winner in winners if winner not in ("a", "b", TIE)]:
        raise ValueError(f"found the verdict {strange[0]!r}; give 'a', 'b' or 'tie'.")
    if not ((a > 0) & (b > 0) & np.isfinite(a) & np.isfinite(b)).all():
        raise ValueError(
            "a length is not positive; count an empty response as length 1, or leave its pair out."
        )


def _row(ratio: _Floats, won: npt.NDArray[np.bool_]) -> LengthRow:
    n, wins = len(ratio), int(won.sum())
    if n == 0:
        return LengthRow(math.nan, math.nan, 0, 0, math.nan, math.nan, math.nan)
    return LengthRow(float(ratio.min()), float(ratio.max()), n, wins, wins / n, *wilson(wins, n))
