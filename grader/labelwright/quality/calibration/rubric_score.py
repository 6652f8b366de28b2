"""Scores of a response under a rubric whose criteria carry points, some of them negative."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class RubricScore:
    """`earned` points of `possible` ones and the `score` they make; NaN with a `reason` where none can be earned."""

    earned: float
    possible: float
    score: float
    reason: str = ""


def rubric_score(
    points: Mapping[Hashable, float], met: Iterable[Hashable], *, clip: bool = True
) -> RubricScore:
    """Return the points of the criteria met, negative ones included, over the sum of all *positive* points.

    `points` maps each criterion to its points, `met` names those the response meets. Clipped to 0 to 1 unless `clip`
    is False; HealthBench itself clips the mean over all responses and not each score, see `mean_rubric_score`. Criteria
    of 10, 7, 5, -8 and 3 points, all but the 7 met, give 10/25 = .40. Raises ValueError on a criterion that is
    not in the rubric. Source: Arora and others 2025, HealthBench.
    """
    named = set(met)
    if strange := named - set(points):
        raise ValueError(
            f"{min(map(str, strange))!r} is met but is no criterion of the rubric; correct its id."
        )
    earned = math.fsum(points[name] for name in named)
    possible = math.fsum(value for value in points.values() if value > 0)
    if possible == 0:
        return RubricScore(
            earned, 0.0, math.nan, "no criterion has positive points, so nothing can be earned"
        )
    score = earned / possible
    return RubricScore(earned, possible, min(1.0, max(0.0, score)) if clip else score)


def mean_rubric_score(scores: Iterable[RubricScore]) -> float:
    """Return the mean of unclipped scores, then clipped to 0 to 1, as HealthBench reports it.

    Undefined scores are left out; NaN where none is left. Give scores made with `clip=False`. Source: as above.
    """
    known = [score.score for score in scores if not math.isnan(score.score)]
    return min(1.0, max(0.0, math.fsum(known) / len(known))) if known else math.nan
