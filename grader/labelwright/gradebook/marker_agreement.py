"""Measure how much markers agree on the responses that they share, and how strict each of them is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import nan
from typing import TYPE_CHECKING

from labelwright.checks.verdicts import PersonTask, RubricCriterion
from labelwright.gradebook.review_queue import Entry

if TYPE_CHECKING:
    from labelwright.quality.coefficients.result import Agreement

SEED = 20_260_501
"""The seed of every interval here, so that a page shows the same numbers each time."""
RESAMPLES = 1_000
"""How many resamples an interval is computed from."""
STEP = 0.5
"""The grid of points of a criterion without levels."""


@dataclass(frozen=True)
class PairAgreement:
    """Two markers on the responses that both marked: their weighted kappa for all points and for each criterion."""

    first: str
    second: str
    total: Agreement
    by_criterion: Mapping[str, Agreement]
    equal: int
    """How many responses got the same points for every criterion."""


@dataclass(frozen=True)
class Strictness:
    """How many points a marker gives more (above 0) or fewer (below 0) than the others on the same responses.

    `low` and `high` are the ends of a 95 % bootstrap interval over responses; NaN with fewer than two responses.
    """

    marker: str
    marked: int
    shared: int
    difference: float
    low: float
    high: float


def possible_points(criteria: Iterable[RubricCriterion]) -> list[float]:
    """Return every total that a rubric allows, in order."""
    totals = {0.0}
    for criterion in criteria:
        totals = {round(total + points, 6) for total in totals for points in _steps(criterion)}
    return sorted(totals)


def _steps(criterion: RubricCriterion) -> list[float]:
    levels = [level.points for level in criterion.levels]
    return levels or [STEP * step for step in range(int(criterion.points / STEP) + 1)]


def pairs(entries: Sequence[Entry], task: PersonTask) -> list[PairAgreement]:
    """Return the agreement of each two markers who share a response, by names."""
    markers = sorted({marker for entry in entries for marker in entry.reviews})
    found = []
    for first, second in combinations(markers, 2):
        shared = [entry for entry in entries if {first, second} <= set(entry.reviews)]
        if shared:
            found.append(_pair(shared, first, second, task))
    return found


def _pair(shared: Sequence[Entry], first: str, second: str, task: PersonTask) -> PairAgreement:
    both = [(entry.reviews[first], entry.reviews[second]) for entry in shared]
    totals = [(round(a.total, 6), round(b.total, 6)) for a, b in both]
    return PairAgreement(
        first,
        second,
        weighted_kappa(totals, possible_points(task.criteria)),
        {
            criterion.id: weighted_kappa(
                [(a.points.get(criterion.id), b.points.get(criterion.id)) for a, b in both],
                possible_points([criterion]),
            )
            for criterion in task.criteria
        },
        sum(dict(a.points) == dict(b.points) for a, b in both),
    )


def weighted_kappa(
    ratings: Sequence[tuple[float | None, float | None]], possible: Sequence[float]
) -> Agreement:
    """Return Cohen's kappa with quadratic weights over the possible points, with its bootstrap interval."""
    import pandas as pd

    from labelwright.quality.coefficients.result import Bootstrap
    from labelwright.quality.coefficients.two_raters import cohen

    table = pd.DataFrame(ratings, columns=["first", "second"])
    return cohen(table, weights="quadratic", categories=list(possible), bootstrap=Bootstrap(SEED, RESAMPLES))


def strictness(entries: Sequence[Entry]) -> list[Strictness]:
    """Return each marker's mean difference from the mean of the other markers on shared responses, by name."""
    from labelwright.quality.coefficients.resample import bootstrap_mean

    found = []
    for marker in sorted({marker for entry in entries for marker in entry.reviews}):
        marked = [entry for entry in entries if marker in entry.reviews]
        differences = []
        for entry in marked:
            others = [review.total for who, review in entry.reviews.items() if who != marker]
            if others:
                differences.append(entry.reviews[marker].total - sum(others) / len(others))
        interval = (
            bootstrap_mean(differences, n_resamples=RESAMPLES, seed=SEED) if len(differences) > 1 else None
        )
        mean = sum(differences) / len(differences) if differences else nan
        found.append(
            Strictness(
                marker,
                len(marked),
                len(differences),
                mean,
                interval.low if interval else nan,
                interval.high if interval else nan,
            )
        )
    return found
