"""Judge scores against those that a crowd of people gave, with the human ceiling beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np
import pandas as pd

from labelwright.checks.check import Passed
from labelwright.checks.verdicts import Measure
from labelwright.checks.vocabulary.crowd import WHY, enough
from labelwright.checks.vocabulary.settle import Bands, Mistake, at_most, settle
from labelwright.quality.ceiling import Raters
from labelwright.quality.ceiling_scores import score_ceiling, scores_against_people
from labelwright.quality.coefficients.value import Agreement, Bootstrap


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
        mistakes=_mistakes(mine, table, distance.value),
        why=why,
        advice="Look at the items on which you lie farthest from the mean, and at what the scale's ends say.",
        measures=(_of_agreement("crowd-distance", "Mean distance from the other raters", distance, people),),
        credit=at_most(distance.value, full=full * people, half=None if half is None else half * people),
        expected=f"at most {full * people:.2f} points",
    )


def _mistakes(mine: list[float], table: Any, distance: float) -> Iterator[Mistake]:
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
