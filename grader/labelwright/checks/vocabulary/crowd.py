"""Judge labels against those that a crowd of people gave, with the human ceiling beside them."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal

import numpy as np
import pandas as pd

from labelwright.annotations.record import Annotation
from labelwright.checks.check import Passed
from labelwright.checks.failed import Failed
from labelwright.checks.verdicts import Measure
from labelwright.checks.vocabulary.label_score import score_labels
from labelwright.checks.vocabulary.labels import chosen_labels
from labelwright.checks.vocabulary.mistakes.labels import label_mistakes
from labelwright.checks.vocabulary.settle import Bands, Mistake, named, settle, times
from labelwright.quality.ceiling import Raters, against_people, human_ceiling
from labelwright.quality.coefficients.value import Bootstrap
from labelwright.quality.proportions import wilson

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
