"""How well people do on a task: the human ceiling, each person against the others, with intervals."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.exchange.plain_data import is_missing
from labelwright.quality.coefficients.coding import (
    Codes,
    Table,
    code_ratings,
    read_table,
    score_table,
)
from labelwright.quality.coefficients.resample import (
    Floats,
    Statistic,
    mean_over_rows,
    measure,
    ratio,
    weighted_mean,
)
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.coefficients.two_raters import kappa_kernel

Raters = Literal["people", "anonymous"]


@dataclass(frozen=True)
class Ceiling:
    """How well people agree with the majority of the others: `accuracy` (0 to 1), `kappa`, and each person's accuracy.

    `raters` is empty where it is not known who gave a rating.
    """

    accuracy: Agreement
    kappa: Agreement
    raters: tuple[tuple[str, Agreement], ...] = ()


@dataclass(frozen=True)
class _Compared:
    """One rater under comparison: for each item the hits, the labels and the labels compared with (items x labels)."""

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
    """Return how well a rating agrees with the majority of the other ratings of the same item.

    A tie among the others makes a set of acceptable labels: a rating in it is right. `raters` is "people" where each
    column is one person: the ceiling is then the mean over people, who all count the same. It is "anonymous" where
    columns are only slots: the ceiling is what one rating drawn at random for each item would reach, computed
    exactly over all draws. Kappa is that of the expected cross-table, where a tie is divided among its labels.
    Items with fewer than two ratings are left out. Raises ValueError on a table that cannot be compared. Leave-one-out as
    in Snow, O'Connor, Jurafsky and Ng 2008, Cheap and Fast - But is it Good?
    """
    check_raters(raters)
    coded = code_ratings(ratings, categories).rated(2)
    right, wanted = _against_others(coded)
    if raters == "anonymous":
        sides = [_random_rater(coded, right, wanted)]
    else:
        present = (coded.codes >= 0).any(axis=0)
        sides = [_person(coded, right, wanted, int(place)) for place in np.flatnonzero(present)]
    accuracy, kappa = _measure_sides(sides, coded, bootstrap, confidence)
    named: tuple[tuple[str, Agreement], ...] = ()
    if raters == "people":
        named = tuple(
            (name, measure(_accuracy([_rated_items(side)], 1), bootstrap, confidence))
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
    """Return how well one set of labels does on the measure of `human_ceiling`, so that both can be compared.

    Each label is compared with the majority of all ratings but one, averaged over the rating left out: the same number
    of ratings as for a person, and the same acceptable sets. `labels` has one label for each item, in the order of
    `ratings`, None where there is none. Raises ValueError on unequal lengths.
    """
    table = np.asarray(ratings, dtype=object)
    if len(labels) != len(table):
        raise ValueError(
            f"got {len(labels)} labels for {len(table)} items; give a label for each item, None for none."
        )
    people = code_ratings(table, categories)
    known = list(people.labels) + ([] if categories else _new(labels, people.labels))
    both = np.column_stack([np.array([*labels, None], dtype=object)[:-1], table])
    answered = np.array([not is_missing(label) for label in labels], dtype=bool)
    coded = code_ratings(both[answered], known).rated(3)
    if not len(coded.codes):
        raise ValueError("no item has a label and two ratings, so nothing can be compared.")
    others = Codes(coded.codes[:, 1:], coded.labels)
    side = _outside_rater(coded.codes[:, 0], others)
    return Ceiling(*_measure_sides([side], others, bootstrap, confidence))


def _against_others(coded: Codes) -> tuple[npt.NDArray[np.bool_], Floats]:
    """Return for each item and rater whether the others accept the rating, and their labels (a tie is divided)."""
    size = len(coded.labels)
    own = np.concatenate([np.eye(size), np.zeros((1, size))])[coded.codes]
    others = coded.counts()[:, None, :] - own
    modes = (others == others.max(axis=2, keepdims=True)) & (others > 0)
    right = (modes * own).sum(axis=2) > 0
    wanted = modes / np.maximum(modes.sum(axis=2, keepdims=True), 1)
    return right, np.where(right[:, :, None], own, wanted)


def _person(coded: Codes, right: npt.NDArray[np.bool_], wanted: Floats, place: int) -> _Compared:
    size = len(coded.labels)
    there = (coded.codes[:, place] >= 0)[:, None]
    given = np.concatenate([np.eye(size), np.zeros((1, size))])[coded.codes[:, place]]
    hits = np.where(there[:, 0], right[:, place], np.nan)
    return _Compared(hits, given * there, wanted[:, place] * there)


def _rated_items(side: _Compared) -> _Compared:
    there = ~np.isnan(side.hits)
    return _Compared(side.hits[there], side.given[there], side.wanted[there])


def _random_rater(coded: Codes, right: npt.NDArray[np.bool_], wanted: Floats) -> _Compared:
    there = coded.codes >= 0
    rated = there.sum(axis=1)
    shares = coded.counts() / rated[:, None]
    return _Compared(
        (right & there).sum(axis=1) / rated, shares, (wanted * there[:, :, None]).sum(axis=1) / rated[:, None]
    )


def _outside_rater(given: npt.NDArray[np.int64], others: Codes) -> _Compared:
    """Compare an outside rater with the people, averaged over which person is left out."""
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
    return _Compared((right & there).sum(axis=1) / rated, own, mean)


def _measure_sides(
    sides: list[_Compared], coded: Codes, bootstrap: Bootstrap | None, confidence: float
) -> tuple[Agreement, Agreement]:
    shared = np.eye(len(coded.labels))

    def kappa(weights: Floats) -> Floats:
        values = [
            kappa_kernel(
                weights * ~np.isnan(side.hits), np.nan_to_num(side.hits), side.given, side.wanted, shared
            )
            for side in sides
        ]
        return mean_over_rows(values)

    reason = "only one label was used, so chance alone would give perfect agreement."
    statistic = Statistic(
        "kappa with the other raters", kappa, len(coded.codes), coded.n_raters, "nominal", reason
    )
    accuracy = measure(_accuracy(sides, coded.n_raters), bootstrap, confidence)
    return accuracy, measure(statistic, bootstrap, confidence)


def _accuracy(sides: list[_Compared], n_raters: int) -> Statistic:
    def kernel(weights: Floats) -> Floats:
        return mean_over_rows([weighted_mean(weights, side.hits) for side in sides])

    items = len(sides[0].hits)
    return Statistic("accuracy against the other raters", kernel, items, n_raters)


def _names(ratings: Table, coded: Codes) -> list[str]:
    columns = list(ratings.columns) if isinstance(ratings, pd.DataFrame) else range(coded.codes.shape[1])
    present = np.flatnonzero((coded.codes >= 0).any(axis=0))
    return [str(columns[place]) for place in present]


def _new(labels: Sequence[Hashable], known: tuple[Any, ...]) -> list[Hashable]:
    return [label for label in dict.fromkeys(labels) if not is_missing(label) and label not in set(known)]


def check_raters(raters: Raters) -> None:
    """Raise ValueError unless `raters` is one of the two words."""
    if raters not in ("people", "anonymous"):
        raise ValueError(
            f"raters is {raters!r}; say 'people' if each column is one person, 'anonymous' if columns are only slots."
        )


_UNDEFINED = "one side gave the same score to every item, so there is nothing to correlate."


@dataclass(frozen=True)
class ScoreCeiling:
    """How close people are to the mean of the others: mean absolute `distance` in points of the scale (smaller is
    better) and Pearson `correlation` (-1 to 1)."""

    distance: Agreement
    correlation: Agreement


@dataclass(frozen=True)
class _ComparedScores:
    """Scores and the scores compared with, items x comparisons, each with its weight within the item."""

    given: Floats
    wanted: Floats
    weight: Floats


def score_ceiling(
    ratings: Table, *, raters: Raters, bootstrap: Bootstrap | None = None, confidence: float = 0.95
) -> ScoreCeiling:
    """Return how far a score is from the mean of the other scores of the same item, and their correlation.

    With `raters` "people" each column is one person and both numbers are means over people; with "anonymous" they
    are those of a score drawn at random from each item, computed exactly over all draws (the correlation of the
    pooled draws). Items with fewer than two scores are left out. Raises ValueError on scores that are not numbers.
    """
    check_raters(raters)
    scores = _scores(ratings)
    there = ~np.isnan(scores)
    count = there.sum(axis=1, keepdims=True)
    others = (np.nansum(scores, axis=1, keepdims=True) - np.nan_to_num(scores)) / (count - 1)
    weight = there / count
    given = np.nan_to_num(scores)
    if raters == "anonymous":
        sides = [_ComparedScores(given, others, weight)]
    else:
        columns = [slice(place, place + 1) for place in np.flatnonzero(there.any(axis=0))]
        sides = [
            _ComparedScores(given[:, column], others[:, column], there[:, column].astype(np.float64))
            for column in columns
        ]
    return _measure_scores(sides, int(there.any(axis=0).sum()), bootstrap, confidence)


def scores_against_people(
    scores: Sequence[float | None],
    ratings: Table,
    *,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> ScoreCeiling:
    """Return how one set of scores does on the measure of `score_ceiling`.

    Each score is compared with the mean of all people but one, averaged over the person left out. Give None for an
    item without a score. Raises ValueError on unequal lengths.
    """
    table = np.asarray(ratings, dtype=object)
    if len(scores) != len(table):
        raise ValueError(
            f"got {len(scores)} scores for {len(table)} items; give a score for each item, None for none."
        )
    outside = np.array([np.nan if score is None else score for score in scores], dtype=np.float64)
    table, outside = table[~np.isnan(outside)], outside[~np.isnan(outside)]
    people = _scores(table)
    paired = (~read_table(table)[1]).sum(axis=1) >= 2
    there = ~np.isnan(people)
    count = there.sum(axis=1, keepdims=True)
    others = (np.nansum(people, axis=1, keepdims=True) - np.nan_to_num(people)) / (count - 1)
    given = np.repeat(outside[paired][:, None], people.shape[1], axis=1)
    return _measure_scores(
        [_ComparedScores(given, others, there / count)], int(there.any(axis=0).sum()), bootstrap, confidence
    )


def _scores(ratings: Table) -> Floats:
    """Return the scores of items with two or more, NaN for missing."""
    table = score_table(ratings)
    scores: Floats = table[(~np.isnan(table)).sum(axis=1) >= 2]
    return scores


def _measure_scores(
    sides: list[_ComparedScores], n_raters: int, bootstrap: Bootstrap | None, confidence: float
) -> ScoreCeiling:
    items = len(sides[0].given)

    def distance(weights: Floats) -> Floats:
        return mean_over_rows([_distance(weights, side) for side in sides])

    def correlation(weights: Floats) -> Floats:
        return mean_over_rows([_correlation(weights, side) for side in sides])

    far = Statistic("mean distance from the other raters", distance, items, n_raters, "interval")
    along = Statistic(
        "correlation with the other raters", correlation, items, n_raters, "interval", _UNDEFINED
    )
    return ScoreCeiling(measure(far, bootstrap, confidence), measure(along, bootstrap, confidence))


def _distance(weights: Floats, side: _ComparedScores) -> Floats:
    gaps = np.abs(side.given - side.wanted) * side.weight
    return ratio(weights @ gaps.sum(axis=1), weights @ side.weight.sum(axis=1))


def _correlation(weights: Floats, side: _ComparedScores) -> Floats:
    """Return Pearson's r of weighted cells from weighted sums; they are centred first, to keep rounding errors small."""
    given, wanted = (part - np.average(part, weights=side.weight) for part in (side.given, side.wanted))

    def total(part: Floats) -> Floats:
        summed: Floats = weights @ (part * side.weight).sum(axis=1)
        return summed

    weight = total(np.ones_like(given))
    x, y = ratio(total(given), weight), ratio(total(wanted), weight)
    both = ratio(total(given * wanted), weight) - x * y
    spread = (ratio(total(given**2), weight) - x**2) * (ratio(total(wanted**2), weight) - y**2)
    return ratio(both, np.sqrt(np.where(spread > 1e-18, spread, 0.0)))
