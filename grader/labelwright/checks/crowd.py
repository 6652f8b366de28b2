"""Checks that compare a learner's labels and scores with a crowd's."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.checks.compare import Bands, Mistake, at_most, count_noun, quote_some, settle
from labelwright.checks.labels import chosen_labels, label_mistakes, score_labels
from labelwright.checks.verdicts import Failed, Measure, Passed
from labelwright.quality.ceiling import (
    Raters,
    against_people,
    human_ceiling,
    score_ceiling,
    scores_against_people,
)
from labelwright.quality.coefficients.resample import bootstrap_mean
from labelwright.quality.coefficients.result import Agreement, Bootstrap
from labelwright.quality.confusion import wilson

By = Literal["majority", "random rater", "acceptable"]
WHY = (
    "Where people disagree, there is not one right label. The fair question is whether you agree with them as well as "
    "they agree with each other."
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
    """Pass if labels agree with the crowd's from `full` on; Failed says which labels no rater gave.

    `ratings` has the item ids as its index and one column per rater, NaN or None if a rating is missing; `raters` says
    whether a column is one person ("people") or only a slot ("anonymous"). `by` chooses the measure: agreement with the
    majority of all but one rater, with a random rater, or the share of labels that at least `least_share` of the
    item's raters gave. The ceiling is what one rater reaches against the others, by the same measure on the same items.
    With `of_ceiling` the bands are shares of the ceiling (1 is as good as people are), otherwise plain shares. Skipped
    items do not count; items without an annotation fail earlier, in `all_labelled`.
    """
    labels = dict(given) if isinstance(given, Mapping) else chosen_labels(given)
    items = [item for item in ratings.index if item in labels]
    enough(len(items), len(ratings))
    table = ratings.loc[items].to_numpy(dtype=object)
    mine = [labels[item] for item in items]
    value, low, high, method = _value(mine, table, by, least_share)
    ceiling = _ceiling(table, raters, by, least_share)
    base = ceiling if of_ceiling else 1.0
    people = f"people reach {ceiling:.2f} on the same items."
    return settle(
        value,
        Bands(full * base, None if half is None else half * base),
        f"Your {_NAMES[by]} is {value:.2f} on {len(items)} items; {people}{_alone(items, mine, table)}",
        mistakes=_mistakes(items, mine, table, options),
        why=why,
        advice="Look at the items where nobody gave your label, and ask what the other people may have seen.",
        measures=(_measure(by, value, low, high, method, len(items), ceiling),),
        note=people.capitalize(),
    )


def _alone(items: list[Any], labels: list[str], table: Any) -> str:
    """Return a sentence that names the items whose label no rater gave."""
    rows = zip(items, labels, table, strict=True)
    lone = [item for item, label, row in rows if _share(label, row) == 0]
    return (
        f" No rater gave your label on {count_noun(len(lone), 'item')}: {quote_some(lone, 3)}."
        if lone
        else ""
    )


def _mistakes(items: list[Any], labels: list[str], table: Any, options: Sequence[str]) -> Iterator[Mistake]:
    modes = {str(item): _modes(row) for item, row in zip(items, table, strict=True)}
    given = {str(item): str(label) for item, label in zip(items, labels, strict=True)}
    return label_mistakes(given, modes, score_labels(given, modes), options)


def enough(kept: int, all_items: int) -> None:
    """Raise Failed if fewer than half of the items have an answer."""
    if kept < max(1, all_items // 2):
        raise Failed(
            f"Only {kept} of {all_items} items have an answer.",
            why="Agreement on a few items that you chose says nothing about the others.",
            advice="Label at least half of the items. Then the check can compare them.",
        )


def _share(label: Any, row: Any) -> float:
    """Return the share of an item's ratings that equal a label."""
    present = [rating for rating in row if not pd.isna(rating)]
    return sum(rating == label for rating in present) / len(present) if present else math.nan


def _modes(row: Any) -> list[str]:
    counts = Counter(str(rating) for rating in row if not pd.isna(rating))
    most = max(counts.values(), default=0)
    return sorted(rating for rating, count in counts.items() if count == most) or [""]


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
        # Each value is 0 or 1: a bootstrap of forty ones would claim that only 1 is possible.
        low, high = wilson(round(float(values.sum())), len(values))
        return float(values.mean()), round(low, 4), round(high, 4), "Wilson, 95 %"
    mean = bootstrap_mean(values, seed=0)
    method = "percentile bootstrap over items, 2,000 draws, 95 %"
    return mean.estimate, round(mean.low, 4), round(mean.high, 4), method


def _ceiling(table: Any, raters: Raters, by: By, least: float) -> float:
    """Return what people reach on the same measure, each compared with the other raters of the item."""
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
    rated = counts > 0
    return float((sums[rated] / counts[rated]).mean()) if rated.any() else math.nan


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
    """Pass if scores are at most `full` times as far from the other raters' mean as people's own scores are.

    `ratings` is as in `agrees_with_crowd`, with numbers; distances are mean absolute differences in points of the scale.
    1 is as close as people are; `half`, above `full`, gives half credit.
    """
    items = [item for item in ratings.index if item in given]
    enough(len(items), len(ratings))
    table = ratings.loc[items].to_numpy(dtype=np.float64)
    mine = [float(given[item]) for item in items]
    people = score_ceiling(table, raters=raters).distance.value
    distance = scores_against_people(mine, table, bootstrap=Bootstrap(0)).distance
    return settle(
        distance.value,
        Bands(0.0),
        f"On average, your scores are {distance.value:.2f} points away from the other raters' mean; people's own scores "
        f"are {people:.2f} points away.",
        mistakes=_crowd_scores_mistakes(mine, table, distance.value),
        why=why,
        advice="Look at the items where you are farthest from the mean, and read again what the ends of the scale mean.",
        measures=(_of_agreement("crowd-distance", "Mean distance from the other raters", distance, people),),
        credit=at_most(distance.value, full=full * people, half=None if half is None else half * people),
        expected=f"at most {full * people:.2f} points",
    )


def _crowd_scores_mistakes(mine: list[float], table: Any, distance: float) -> Iterator[Mistake]:
    lean = float(np.mean(np.array(mine) - np.nanmean(table, axis=1)))
    if len(mine) > 4 and len(set(mine)) == 1:
        yield Mistake("You gave every item the same score, so the scores say nothing about the items.")
    elif abs(lean) > 0.7 * distance:
        word = "higher" if lean > 0 else "lower"
        yield Mistake(
            f"Nearly all your scores are {word} than people's, by {abs(lean):.2f} points: you read the scale another way.",
            "Choose three items, for the two ends and the middle of the scale, and compare the others with them.",
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
        ceiling_note="how far one of these raters is from the mean of the others; smaller is closer",
    )
