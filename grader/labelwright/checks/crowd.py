"""Checks that compare a learner's labels and scores with a crowd's."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.checks.bands import Bands, Mistake, at_most, named, settle, times
from labelwright.checks.labels import chosen_labels, label_mistakes, score_labels
from labelwright.checks.results import Failed, Passed
from labelwright.checks.verdicts import Measure
from labelwright.quality.ceiling import (
    Raters,
    against_people,
    human_ceiling,
    score_ceiling,
    scores_against_people,
)
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.precision_recall import wilson

By = Literal["majority", "random rater", "acceptable"]
WHY = (
    "Where people differ there is no single right label; the honest question is whether you agree with them as well as "
    "they agree with one another."
)
_NAMES: dict[By, str] = {
    "majority": "agreement with the majority of the other raters",
    "random rater": "expected agreement with a rater drawn at random",
    "acceptable": "share of labels that enough raters gave",
}


def agrees_with_crowd(
    given: Mapping[str, str] | Sequence[Annotation],
    ratings: pd.DataFrame,
    *,
    raters: Raters,
    full: float,
    half: float | None = None,
    by: By = "majority",
    least_share: float = 0.2,
    of_ceiling: bool = True,
    options: Sequence[str] = (),
    why: str = WHY,
) -> Passed:
    """Pass where labels agree with people's own from `full` on; Failed says which labels nobody gave.

    `ratings` has the item ids as its index and a column a rater, NaN or None where there is no rating; `raters` says
    whether a column is one person ("people") or only a slot ("anonymous"). `by` chooses the measure: agreement with the
    majority of all but one rater, with a random rater, or the share of labels that at least `least_share` of the
    item's raters gave. The ceiling is that of a rater left out and judged in the same way on the same items. With
    `of_ceiling` the bands are shares of the ceiling (1 is as good as people are), else plain shares. Skipped items
    count for nothing; items without an annotation fail first in `all_labelled`.
    """
    labels = dict(given) if isinstance(given, Mapping) else chosen_labels(given)
    kept = [item for item in ratings.index if item in labels]
    enough(len(kept), len(ratings))
    table = ratings.loc[kept].to_numpy(dtype=object)
    mine = [labels[item] for item in kept]
    value, low, high, method = _value(mine, table, by, least_share)
    ceiling = _ceiling(table, raters, by, least_share)
    base = ceiling if of_ceiling else 1.0
    people = f"people reach {ceiling:.2f} on the same items."
    return settle(
        value,
        Bands(full * base, None if half is None else half * base),
        f"Your {_NAMES[by]} is {value:.2f} on {len(kept)} items; {people}{_alone(kept, mine, table)}",
        mistakes=_mistakes(kept, mine, table, options),
        why=why,
        advice="Look at the items where nobody shares your label, and ask what the others may have seen.",
        measures=(_measure(by, value, low, high, method, len(kept), ceiling),),
        note=people.capitalize(),
    )


def _alone(items: list[Any], labels: list[str], table: Any) -> str:
    """The items whose label no rater gave, as a sentence."""
    rows = zip(items, labels, table, strict=True)
    lone = [item for item, label, row in rows if _share(label, row) == 0]
    return (
        f" {times(len(lone), 'label was', 'labels were')} given by no rater at all: {named(lone, 3)}."
        if lone
        else ""
    )


def _mistakes(items: list[Any], labels: list[str], table: Any, options: Sequence[str]) -> Iterator[Mistake]:
    modes = {str(item): _modes(row) for item, row in zip(items, table, strict=True)}
    given = {str(item): str(label) for item, label in zip(items, labels, strict=True)}
    return label_mistakes(given, modes, score_labels(given, modes), options)


def enough(kept: int, all_items: int) -> None:
    """Failed where fewer than half of the items have an answer."""
    if kept < max(1, all_items // 2):
        raise Failed(
            f"Only {kept} of {all_items} items have an answer.",
            why="Agreement on a few items that one has picked says nothing of the rest.",
            advice="Label at least half of the items; then they can be compared.",
        )


def _share(label: Any, row: Any) -> float:
    """The share of an item's ratings that equal a label."""
    there = [rating for rating in row if not pd.isna(rating)]
    return sum(rating == label for rating in there) / len(there) if there else math.nan


def _modes(row: Any) -> list[str]:
    there = [str(rating) for rating in row if not pd.isna(rating)]
    most = max((there.count(rating) for rating in set(there)), default=0)
    return sorted(rating for rating in set(there) if there.count(rating) == most) or [""]


def _value(
    labels: list[str], table: Any, by: By, least: float
) -> tuple[float, float | None, float | None, str]:
    if by == "majority":
        found = against_people(labels, table, bootstrap=Bootstrap(0)).accuracy
        return found.value, round(found.low, 4), round(found.high, 4), found.interval
    shares = np.array([_share(label, row) for label, row in zip(labels, table, strict=True)])
    values = shares if by == "random rater" else np.where(np.isnan(shares), np.nan, shares >= least - 1e-9)
    values = values[~np.isnan(values)]
    if by == "acceptable":
        # Nought or one each: a bootstrap of forty ones would claim that nothing but one is possible.
        low, high = wilson(round(float(values.sum())), len(values))
        return float(values.mean()), round(low, 4), round(high, 4), "Wilson, 95 %"
    rows = np.random.Generator(np.random.PCG64(0)).integers(0, len(values), (2000, len(values)))
    low, high = np.percentile(values[rows].mean(axis=1), [2.5, 97.5])
    method = "percentile bootstrap over items, 2,000 draws, 95 %"
    return float(values.mean()), round(float(low), 4), round(float(high), 4), method


def _ceiling(table: Any, raters: Raters, by: By, least: float) -> float:
    """What people reach on the same measure, each judged against the others of the item."""
    if by == "majority":
        return human_ceiling(table, raters=raters).accuracy.value
    sums, counts = np.zeros(table.shape[1]), np.zeros(table.shape[1])
    for row in table:
        for place, rating in enumerate(row):
            rest = [*row[:place], *row[place + 1 :]]
            share = math.nan if pd.isna(rating) else _share(rating, rest)
            if not math.isnan(share):
                sums[place] += share if by == "random rater" else share >= least - 1e-9
                counts[place] += 1
    if raters == "anonymous":
        return float(sums.sum() / counts.sum()) if counts.sum() else math.nan
    there = counts > 0
    return float((sums[there] / counts[there]).mean()) if there.any() else math.nan


def _measure(
    by: By, value: float, low: float | None, high: float | None, method: str, n: int, ceiling: float
) -> Measure:
    return Measure(
        id=f"crowd-{by.replace(' ', '-')}",
        name=_NAMES[by].capitalize(),
        value=round(value, 4),
        n=n,
        low=low,
        high=high,
        method=method,
        reference="the ratings of people on the same items",
        ceiling=None if math.isnan(ceiling) else round(ceiling, 4),
        ceiling_note="what one of these raters reaches against the others, on the same items",
    )


def scores_near_crowd(
    given: Mapping[str, float],
    ratings: pd.DataFrame,
    *,
    raters: Raters,
    full: float,
    half: float | None = None,
    why: str = WHY,
) -> Passed:
    """Pass where scores lie at most `full` times as far from the other raters' mean as people's own do.

    `ratings` is as in `agrees_with_crowd`, of numbers; distances are mean absolute ones in points of the scale. 1 is as
    close as people are; `half`, above `full`, gives half credit.
    """
    kept = [item for item in ratings.index if item in given]
    enough(len(kept), len(ratings))
    table = ratings.loc[kept].to_numpy(dtype=np.float64)
    mine = [float(given[item]) for item in kept]
    people = score_ceiling(table, raters=raters).distance.value
    distance = scores_against_people(mine, table, bootstrap=Bootstrap(0)).distance
    return settle(
        distance.value,
        Bands(0.0),
        f"Your scores lie {distance.value:.2f} points from the other raters' mean; people's own lie {people:.2f} from it.",
        mistakes=_crowd_scores_mistakes(mine, table, distance.value),
        why=why,
        advice="Look at the items on which you lie farthest from the mean, and at what the scale's ends say.",
        measures=(_of_agreement("crowd-distance", "Mean distance from the other raters", distance, people),),
        credit=at_most(distance.value, full=full * people, half=None if half is None else half * people),
        expected=f"at most {full * people:.2f} points",
    )


def _crowd_scores_mistakes(mine: list[float], table: Any, distance: float) -> Iterator[Mistake]:
    lean = float(np.mean(np.array(mine) - np.nanmean(table, axis=1)))
    if len(mine) > 4 and len(set(mine)) == 1:
        yield Mistake("Every item has the same score, so the scores say nothing of the items.")
    elif abs(lean) > 0.7 * distance:
        word = "higher" if lean > 0 else "lower"
        yield Mistake(
            f"Your scores lie {abs(lean):.2f} points {word} than people's nearly throughout: the scale is read another way.",
            "Put the scale's end points and its middle beside three items and start from there.",
        )


def _of_agreement(id: str, name: str, found: Agreement, ceiling: float) -> Measure:
    return Measure(
        id=id,
        name=name,
        value=round(found.value, 4),
        unit="points",
        n=found.n_items,
        low=round(found.low, 4),
        high=round(found.high, 4),
        method=found.interval,
        reference="the mean of people's scores of the same items, one person left out",
        ceiling=round(ceiling, 4),
        ceiling_note="how far one of these raters lies from the mean of the others; smaller is closer",
    )
