"""The human ceiling for scores: how far people lie from the mean of the other people, and how well they follow it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from labelwright.quality.ceiling import Raters, check_raters
from labelwright.quality.coefficients.coding import Table
from labelwright.quality.coefficients.statistic import Floats, Statistic, measure, ratio
from labelwright.quality.coefficients.value import Agreement, Bootstrap
from labelwright.quality.ratings import read_ratings

_UNDEFINED = "one side gave the same score to every item, so there is nothing to correlate."


@dataclass(frozen=True)
class ScoreCeiling:
    """How people fare against the mean of the others: mean absolute `distance` in points of the scale (smaller is
    better) and Pearson `correlation` (-1 to 1)."""

    distance: Agreement
    correlation: Agreement


@dataclass(frozen=True)
class _Side:
    """Scores and what they were compared with, items x comparisons, each with its weight within the item."""

    given: Floats
    wanted: Floats
    weight: Floats


def score_ceiling(
    ratings: Table, *, raters: Raters, bootstrap: Bootstrap | None = None, confidence: float = 0.95
) -> ScoreCeiling:
    """Return how far a score lies from the mean of the other scores of the item, and their correlation.

    With `raters` "people" each column is one person and both figures are means over people; with "anonymous" they
    are those of a score drawn at random from each item, computed exactly over all draws (the correlation of the
    pooled draws). Items with fewer than two scores drop out. Raises ValueError on scores that are not numbers.
    """
    check_raters(raters)
    scores = _scores(ratings)
    there = ~np.isnan(scores)
    count = there.sum(axis=1, keepdims=True)
    others = (np.nansum(scores, axis=1, keepdims=True) - np.nan_to_num(scores)) / (count - 1)
    weight = there / count
    given = np.nan_to_num(scores)
    if raters == "anonymous":
        sides = [_Side(given, others, weight)]
    else:
        columns = [slice(place, place + 1) for place in np.flatnonzero(there.any(axis=0))]
        sides = [_Side(given[:, one], others[:, one], there[:, one].astype(np.float64)) for one in columns]
    return _measured(sides, int(there.any(axis=0).sum()), bootstrap, confidence)


def scores_against_people(
    scores: Sequence[float | None],
    ratings: Table,
    *,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> ScoreCeiling:
    """Return how one set of scores does on the measure of `score_ceiling`: against the mean of all but one of the
    people, averaged over the one left out. None where there is no score. Raises ValueError on unequal lengths.
    """
    table = np.asarray(ratings, dtype=object)
    if len(scores) != len(table):
        raise ValueError(f"got {len(scores)} scores for {len(table)} items; give one an item, None for none.")
    mine = np.array([np.nan if score is None else score for score in scores], dtype=np.float64)
    theirs = _scores(table[~np.isnan(mine)])
    kept = _paired(table[~np.isnan(mine)])
    there = ~np.isnan(theirs)
    count = there.sum(axis=1, keepdims=True)
    others = (np.nansum(theirs, axis=1, keepdims=True) - np.nan_to_num(theirs)) / (count - 1)
    given = np.repeat(mine[~np.isnan(mine)][kept][:, None], theirs.shape[1], axis=1)
    return _measured(
        [_Side(given, others, there / count)], int(there.any(axis=0).sum()), bootstrap, confidence
    )


def _scores(ratings: Table) -> Floats:
    """The scores of items with two or more, NaN for missing."""
    coded = read_ratings(ratings, "interval")
    table = np.where(coded.codes >= 0, coded.values[coded.codes], np.nan)
    found: Floats = table[(coded.codes >= 0).sum(axis=1) >= 2]
    return found


def _paired(ratings: Table) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    kept: np.ndarray[tuple[int], np.dtype[np.bool_]] = (read_ratings(ratings, "interval").codes >= 0).sum(
        axis=1
    ) >= 2
    return kept


def _measured(
    sides: list[_Side], n_raters: int, bootstrap: Bootstrap | None, confidence: float
) -> ScoreCeiling:
    items = len(sides[0].given)

    def distance(times: Floats) -> Floats:
        return _mean([_distance(times, side) for side in sides])

    def correlation(times: Floats) -> Floats:
        return _mean([_correlation(times, side) for side in sides])

    far = Statistic("mean distance from the other raters", distance, items, n_raters, "interval")
    along = Statistic(
        "correlation with the other raters", correlation, items, n_raters, "interval", _UNDEFINED
    )
    return ScoreCeiling(measure(far, bootstrap, confidence), measure(along, bootstrap, confidence))


def _distance(times: Floats, side: _Side) -> Floats:
    gaps = np.abs(side.given - side.wanted) * side.weight
    return ratio(times @ gaps.sum(axis=1), times @ side.weight.sum(axis=1))


def _correlation(times: Floats, side: _Side) -> Floats:
    """Pearson's r of weighted cells, from weighted sums; centred first, so that little is lost to rounding."""
    given, wanted = (part - np.average(part, weights=side.weight) for part in (side.given, side.wanted))

    def total(part: Floats) -> Floats:
        summed: Floats = times @ (part * side.weight).sum(axis=1)
        return summed

    weight = total(np.ones_like(given))
    x, y = ratio(total(given), weight), ratio(total(wanted), weight)
    both = ratio(total(given * wanted), weight) - x * y
    spread = (ratio(total(given**2), weight) - x**2) * (ratio(total(wanted**2), weight) - y**2)
    return ratio(both, np.sqrt(np.where(spread > 1e-18, spread, 0.0)))


def _mean(values: list[Floats]) -> Floats:
    table = np.array(values)
    there = ~np.isnan(table)
    return ratio(np.where(there, table, 0.0).sum(axis=0), there.sum(axis=0).astype(np.float64))
