"""How well people do on a task: the human ceiling, leave-one-out, with intervals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.coefficients.coding import Codes, Table, code_ratings, read_ratings
from labelwright.quality.coefficients.resample import Floats, Statistic, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.coefficients.two_raters import kappa_kernel

Raters = Literal["people", "anonymous"]


@dataclass(frozen=True)
class Ceiling:
    """How people fare against the majority of the others: `accuracy` (0 to 1) and `kappa`, and each one's accuracy.

    `raters` is empty where nobody knows who gave a rating.
    """

    accuracy: Agreement
    kappa: Agreement
    raters: tuple[tuple[str, Agreement], ...] = ()


@dataclass(frozen=True)
class _Side:
    """One side that is judged: per item its hits, its labels and what they were compared with (items x labels)."""

    hits: Floats
    given: Floats
    wanted: Floats


def human_ceiling(
    ratings: Table,
    *,
    raters: Raters,
    categories: Sequence[Hashable] | None = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Ceiling:
    """Return how well a rating agrees with the majority of the other ratings of the item, leaving that rating out.

    A tie among the others makes a set of acceptable labels: a rating in it is right. `raters` is "people" where each
    column is one person: the ceiling is then the mean over people, each weighing the same. It is "anonymous" where
    columns are only slots: the ceiling is what one rating drawn at random for each item would reach, computed
    exactly over all draws. Kappa is that of the expected cross-table, a tie being shared out among its labels.
    Items with fewer than two ratings drop out. Raises ValueError on a table that cannot be compared. Leave-one-out as
    in Snow, O'Connor, Jurafsky and Ng 2008, Cheap and Fast - But is it Good?
    """
    check_raters(raters)
    coded = code_ratings(ratings, categories).rated(2)
    right, wanted = _against_others(coded)
    if raters == "anonymous":
        sides = [_drawn(coded, right, wanted)]
    else:
        there = (coded.codes >= 0).any(axis=0)
        sides = [_person(coded, right, wanted, int(place)) for place in np.flatnonzero(there)]
    accuracy, kappa = _measured(sides, coded, bootstrap, confidence)
    named: tuple[tuple[str, Agreement], ...] = ()
    if raters == "people":
        named = tuple(
            (name, measure(_accuracy([_done(side)], 1), bootstrap, confidence))
            for name, side in zip(_names(ratings, coded), sides, strict=True)
        )
    return Ceiling(accuracy, kappa, named)


def against_people(
    labels: Sequence[Hashable],
    ratings: Table,
    *,
    categories: Sequence[Hashable] | None = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Ceiling:
    """Return how well one set of labels does on the measure of `human_ceiling`, so that both can stand side by side.

    Each label is compared with the majority of all ratings but one, averaged over the one left out: the same number
    of voices that a person met, and the same acceptable sets. `labels` has one label an item, in the order of
    `ratings`, None where there is none. Raises ValueError on unequal lengths.
    """
    table = np.asarray(ratings, dtype=object)
    if len(labels) != len(table):
        raise ValueError(
            f"got {len(labels)} labels for {len(table)} items; give one label an item, None for none."
        )
    theirs = code_ratings(table, categories)
    known = list(theirs.labels) + ([] if categories else _new(labels, theirs.labels))
    both = np.column_stack([np.array([*labels, None], dtype=object)[:-1], table])
    answered = np.array([not _is_missing(label) for label in labels], dtype=bool)
    coded = code_ratings(both[answered], known).rated(3)
    if not len(coded.codes):
        raise ValueError("no item has a label and two ratings, so nothing can be compared.")
    others = Codes(coded.codes[:, 1:], coded.labels)
    side = _judged(coded.codes[:, 0], others)
    return Ceiling(*_measured([side], others, bootstrap, confidence))


def _against_others(coded: Codes) -> tuple[npt.NDArray[np.bool_], Floats]:
    """For each item and rater: whether the rating is acceptable to the others, and their labels (shared by a tie)."""
    size = len(coded.labels)
    own = np.concatenate([np.eye(size), np.zeros((1, size))])[coded.codes]
    others = coded.counts()[:, None, :] - own
    modes = (others == others.max(axis=2, keepdims=True)) & (others > 0)
    right = (modes * own).sum(axis=2) > 0
    wanted = modes / np.maximum(modes.sum(axis=2, keepdims=True), 1)
    return right, np.where(right[:, :, None], own, wanted)


def _person(coded: Codes, right: npt.NDArray[np.bool_], wanted: Floats, place: int) -> _Side:
    size = len(coded.labels)
    there = (coded.codes[:, place] >= 0)[:, None]
    given = np.concatenate([np.eye(size), np.zeros((1, size))])[coded.codes[:, place]]
    hits = np.where(there[:, 0], right[:, place], np.nan)
    return _Side(hits, given * there, wanted[:, place] * there)


def _done(side: _Side) -> _Side:
    there = ~np.isnan(side.hits)
    return _Side(side.hits[there], side.given[there], side.wanted[there])


def _drawn(coded: Codes, right: npt.NDArray[np.bool_], wanted: Floats) -> _Side:
    there = coded.codes >= 0
    rated = there.sum(axis=1)
    shares = coded.counts() / rated[:, None]
    return _Side(
        (right & there).sum(axis=1) / rated, shares, (wanted * there[:, :, None]).sum(axis=1) / rated[:, None]
    )


def _judged(given: npt.NDArray[np.int64], others: Codes) -> _Side:
    """The side of one outside rater, averaged over which of the people is left out."""
    size = len(others.labels)
    own = np.eye(size)[given]
    there = others.codes >= 0
    voices = np.concatenate([np.eye(size), np.zeros((1, size))])[others.codes]
    left = others.counts()[:, None, :] - voices
    modes = (left == left.max(axis=2, keepdims=True)) & (left > 0)
    right = (modes * own[:, None, :]).sum(axis=2) > 0
    wanted = np.where(
        right[:, :, None], own[:, None, :], modes / np.maximum(modes.sum(axis=2, keepdims=True), 1)
    )
    rated = there.sum(axis=1)
    mean = (wanted * there[:, :, None]).sum(axis=1) / rated[:, None]
    return _Side((right & there).sum(axis=1) / rated, own, mean)


def _measured(
    sides: list[_Side], coded: Codes, bootstrap: Bootstrap | None, confidence: float
) -> tuple[Agreement, Agreement]:
    shared = np.eye(len(coded.labels))

    def kappa(times: Floats) -> Floats:
        values = [
            kappa_kernel(
                times * ~np.isnan(side.hits), np.nan_to_num(side.hits), side.given, side.wanted, shared
            )
            for side in sides
        ]
        return _nanmean(np.array(values))

    reason = "only one label was used, so chance alone would agree always."
    statistic = Statistic(
        "kappa with the other raters", kappa, len(coded.codes), coded.n_raters, "nominal", reason
    )
    accuracy = measure(_accuracy(sides, coded.n_raters), bootstrap, confidence)
    return accuracy, measure(statistic, bootstrap, confidence)


def _accuracy(sides: list[_Side], n_raters: int) -> Statistic:
    def kernel(times: Floats) -> Floats:
        values = []
        for side in sides:
            there = ~np.isnan(side.hits)
            values.append(ratio(times @ np.where(there, side.hits, 0.0), times @ there.astype(np.float64)))
        return _nanmean(np.array(values))

    items = len(sides[0].hits)
    return Statistic("accuracy against the other raters", kernel, items, n_raters)


def _nanmean(values: Floats) -> Floats:
    there = ~np.isnan(values)
    return ratio(np.where(there, values, 0.0).sum(axis=0), there.sum(axis=0).astype(np.float64))


def _names(ratings: Table, coded: Codes) -> list[str]:
    columns = list(ratings.columns) if isinstance(ratings, pd.DataFrame) else range(coded.codes.shape[1])
    there = np.flatnonzero((coded.codes >= 0).any(axis=0))
    return [str(columns[place]) for place in there]


def _new(labels: Sequence[Hashable], known: tuple[Any, ...]) -> list[Hashable]:
    return [label for label in dict.fromkeys(labels) if not _is_missing(label) and label not in set(known)]


def _is_missing(label: Any) -> bool:
    return label is None or label != label


def check_raters(raters: Raters) -> None:
    """ValueError unless `raters` is one of the two words."""
    if raters not in ("people", "anonymous"):
        raise ValueError(
            f"raters is {raters!r}; say 'people' if each column is one person, 'anonymous' if columns are only slots."
        )


_UNDEFINED = "one side gave the same score to every item, so there is nothing to correlate."


@dataclass(frozen=True)
class ScoreCeiling:
    """How people fare against the mean of the others: mean absolute `distance` in points of the scale (smaller is
    better) and Pearson `correlation` (-1 to 1)."""

    distance: Agreement
    correlation: Agreement


@dataclass(frozen=True)
class _ScoredSide:
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
        sides = [_ScoredSide(given, others, weight)]
    else:
        columns = [slice(place, place + 1) for place in np.flatnonzero(there.any(axis=0))]
        sides = [
            _ScoredSide(given[:, one], others[:, one], there[:, one].astype(np.float64)) for one in columns
        ]
    return _ceiling_scores_measured(sides, int(there.any(axis=0).sum()), bootstrap, confidence)


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
    return _ceiling_scores_measured(
        [_ScoredSide(given, others, there / count)], int(there.any(axis=0).sum()), bootstrap, confidence
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


def _ceiling_scores_measured(
    sides: list[_ScoredSide], n_raters: int, bootstrap: Bootstrap | None, confidence: float
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


def _distance(times: Floats, side: _ScoredSide) -> Floats:
    gaps = np.abs(side.given - side.wanted) * side.weight
    return ratio(times @ gaps.sum(axis=1), times @ side.weight.sum(axis=1))


def _correlation(times: Floats, side: _ScoredSide) -> Floats:
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
