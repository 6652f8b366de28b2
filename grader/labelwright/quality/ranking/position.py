"""Position and length bias in pairwise judgements, measured with intervals."""

from __future__ import annotations

import math
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Any

import numpy as np
import numpy.typing as npt

from labelwright.quality.confusion import wilson
from labelwright.quality.ranking.comparisons import TIE, Comparisons, read_comparisons

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class LengthRow:
    """How often the longer response won, in decided pairs where it is `low` to `high` times as long as the shorter."""

    low: float
    high: float
    n: int
    longer_wins: int
    share: float
    share_low: float
    share_high: float


@dataclass(frozen=True)
class LengthTable:
    """`rows` from the most similar to the most different lengths, `overall` over all of them.

    `ties` and `equal` count the pairs left out: tied verdicts, and responses of equal length. `reason` says why
    `overall` is NaN where no pair is left.
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

    `winners` has "a", "b" or "tie"; lengths are positive, all in the same unit. Longer answers may win because they are
    better: a share above one half is a question, and pairs of equal quality can answer it. Raises ValueError on lists
    of unequal length, other verdicts, lengths that are not positive, or no bins. Source: Singhal, Goyal, Xu and
    Durrett 2024, A Long Way to Go, for the question.
    """
    a, b = np.asarray(lengths_a, dtype=np.float64), np.asarray(lengths_b, dtype=np.float64)
    _check(winners, a, b, bins)
    verdict = np.array([{"a": 1, "b": -1, TIE: 0}[winner] for winner in winners])
    decided = (verdict != 0) & (a != b)
    ratio = (np.maximum(a, b) / np.minimum(a, b))[decided]
    won = ((verdict == 1) == (a > b))[decided]
    order = np.argsort(ratio, kind="stable")
    parts = [part for part in np.array_split(order, bins) if part.size]
    ties = int((verdict == 0).sum())
    reason = "" if decided.any() else "no decided pair has responses of different length"
    return LengthTable(
        tuple(_row(ratio[part], won[part]) for part in parts),
        _row(ratio, won),
        ties,
        len(winners) - ties - int(decided.sum()),
        reason,
    )


def _check(winners: Sequence[str], a: _Floats, b: _Floats, bins: int) -> None:
    if not len(winners) == len(a) == len(b) or bins < 1:
        raise ValueError(
            f"got {len(winners)} verdicts and {len(a)} and {len(b)} lengths for {bins} bins; give one of each for "
            "each pair, and at least one bin."
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


_SWAPPED = {"a": "b", "b": "a", TIE: TIE}


@dataclass(frozen=True)
class PositionBias:
    """How often the response shown first won, ties left out, with Wilson's interval and a two-sided p-value."""

    first_wins: int
    second_wins: int
    ties: int
    share: float
    low: float
    high: float
    p_value: float
    reason: str = ""


@dataclass(frozen=True)
class PositionEffect:
    """What being shown first adds to the log odds of winning, for any two players, with a Wald interval."""

    logits: float
    low: float
    high: float
    n: int
    reason: str = ""


@dataclass(frozen=True)
class SwapConsistency:
    """Of `n` pairs judged in both orders, how many got the same verdict; `flipped` names the others."""

    consistent: int
    n: int
    share: float
    low: float
    high: float
    flipped: tuple[Hashable, ...]
    reason: str = ""


def position_bias(comparisons: Any, *, confidence: float = 0.95) -> PositionBias:
    """Test whether the response shown first wins more often than half, over decided comparisons.

    An exact binomial test of 1/2: 60 of 100 gives p = .057, 65 of 100 p = .0035. It is fair only where the order
    was random; where better models were shown first, use `position_effect`. NaN where every comparison is a tie.
    """
    outcome = read_comparisons(comparisons).codes[:, 2]
    first, second = int((outcome == 1).sum()), int((outcome == -1).sum())
    ties = len(outcome) - first - second
    if first + second == 0:
        nan = math.nan
        return PositionBias(0, 0, ties, nan, nan, nan, nan, "every comparison is a tie")
    # scipy.stats takes long to import, and only this function needs it.
    from scipy.stats import binomtest

    n = first + second
    p_value = float(binomtest(first, n, 0.5).pvalue)
    return PositionBias(first, second, ties, first / n, *wilson(first, n, confidence), p_value)


def position_effect(comparisons: Any, *, confidence: float = 0.95) -> PositionEffect:
    """Estimate g in logit P(first wins) = t_first - t_second + g by maximum likelihood, with a Wald interval.

    Strengths are fitted at the same time, so that a strong model that is often shown first does not look like an effect
    of position. Ties are left out. NaN with a reason where order and strength cannot be separated (each pair always
    shown in one order), or where the data are so one-sided that the estimate is infinite. Source: Agresti 2013, Categorical
    Data Analysis, section 11.6 (Bradley-Terry with home advantage).
    """
    cast = read_comparisons(comparisons)
    rows = cast.codes[cast.codes[:, 2] != 0]
    design = _design(cast, rows)
    if not len(rows) or np.linalg.matrix_rank(design) == np.linalg.matrix_rank(design[:, :-1]):
        return _no_effect(
            len(rows), "no pair was decided in both orders, so position and strength cannot be separated"
        )
    estimate, information = _newton(design, (rows[:, 2] == 1).astype(np.float64))
    if not np.isfinite(estimate).all() or np.abs(design @ estimate).max() > 15:
        return _no_effect(
            len(rows), "some win every time, so the estimate is infinite; collect more comparisons"
        )
    # The design lacks one rank per group of players, but the effect of position can still be estimated.
    error = math.sqrt(float(np.linalg.pinv(information, hermitian=True)[-1, -1]))
    half = NormalDist().inv_cdf((1 + confidence) / 2) * error
    effect = float(estimate[-1])
    return PositionEffect(effect, effect - half, effect + half, len(rows))


def swap_consistency(
    shown: Mapping[Hashable, str], swapped: Mapping[Hashable, str], *, confidence: float = 0.95
) -> SwapConsistency:
    """Compare verdicts on pairs with verdicts on the same pairs shown in the other order.

    Both map an item to "a" (the left or first one shown won), "b" or "tie"; the same response wins where "a"
    becomes "b". Items that were judged only once are skipped. Raises ValueError on another verdict.
    """
    for verdict in (*shown.values(), *swapped.values()):
        if verdict not in _SWAPPED:
            raise ValueError(f"found the verdict {verdict!r}; give 'a', 'b' or 'tie'.")
    both = [item for item in shown if item in swapped]
    flipped = tuple(item for item in both if _SWAPPED[shown[item]] != swapped[item])
    if not both:
        nan = math.nan
        return SwapConsistency(0, 0, nan, nan, nan, (), "no pair was judged in both orders")
    same = len(both) - len(flipped)
    return SwapConsistency(same, len(both), same / len(both), *wilson(same, len(both), confidence), flipped)


def _design(cast: Comparisons, rows: npt.NDArray[np.int64]) -> _Floats:
    """Return rows of +1 for the player shown first, -1 for the second, and a last column of ones for position."""
    design = np.zeros((len(rows), len(cast.players) + 1))
    place = np.arange(len(rows))
    design[place, rows[:, 0]] = 1
    design[place, rows[:, 1]] = -1
    design[:, -1] = 1
    return design


def _newton(design: _Floats, won: _Floats) -> tuple[_Floats, _Floats]:
    """Fit a logistic regression by Newton's method; return the shortest of equally good estimates, and its information."""
    estimate = np.zeros(design.shape[1])
    for _ in range(50):
        chance = 1 / (1 + np.exp(-np.clip(design @ estimate, -30, 30)))
        information = design.T @ (design * (chance * (1 - chance))[:, None])
        step = np.linalg.pinv(information, hermitian=True) @ (design.T @ (won - chance))
        estimate = estimate + step
        if np.abs(step).max() < 1e-10:
            break
    return estimate, information


def _no_effect(n: int, reason: str) -> PositionEffect:
    return PositionEffect(math.nan, math.nan, math.nan, n, reason)
