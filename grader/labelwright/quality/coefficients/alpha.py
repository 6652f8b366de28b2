"""Krippendorff's alpha with an interval, at the four levels or with a distance of one's own."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from typing import Any

import numpy as np

from labelwright.quality.bootstrap import weighted_alphas
from labelwright.quality.coefficients.coding import Table, code_ratings
from labelwright.quality.coefficients.counted import why_undefined
from labelwright.quality.coefficients.statistic import Floats, Statistic, measure
from labelwright.quality.coefficients.value import Agreement, Bootstrap
from labelwright.quality.ratings import Level, read_ratings

Distance = Callable[[Any, Any], float]


def krippendorff(
    ratings: Table,
    *,
    level: Level = "nominal",
    distance: Distance | None = None,
    bootstrap: Bootstrap | None = None,
    confidence: float = 0.95,
) -> Agreement:
    """Return Krippendorff's alpha of any number of raters, with missing ratings, whoever gave them.

    `level` as in `krippendorff_alpha`; `distance` replaces its metric by a function of two labels that is 0 for equal
    ones and symmetric, such as `jaccard_distance` for sets of labels. The interval needs `bootstrap`. Items with
    fewer than two ratings drop out. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    if distance is not None:
        return _with_distance(ratings, distance, bootstrap, confidence)
    coded = read_ratings(ratings, level)
    counts = coded.counts()
    counts = counts[counts.sum(axis=1) > 0]
    statistic = Statistic(
        f"Krippendorff's alpha, {level}",
        lambda times: _alphas(times, counts, coded.values, level),
        len(counts),
        int((coded.codes >= 0).any(axis=0).sum()),
        level,
        _reason(ratings),
    )
    return measure(statistic, bootstrap, confidence)


def jaccard_distance(first: Hashable, second: Hashable) -> float:
    """Return 1 - |A and B| / |A or B| of two frozensets, 0 where both are empty. Source: Jaccard 1912."""
    a, b = _sets(first, second)
    return 1 - len(a & b) / len(a | b) if a | b else 0.0


def masi_distance(first: Hashable, second: Hashable) -> float:
    """Return 1 - Jaccard x M of two frozensets, M being 1 if equal, 2/3 if one holds the other, 1/3 if they overlap.

    Source: Passonneau 2006, Measuring Agreement on Set-valued Items (MASI).
    """
    a, b = _sets(first, second)
    if a == b:
        return 0.0
    kept = 2 / 3 if a <= b or b <= a else 1 / 3
    return 1 - (1 - jaccard_distance(a, b)) * kept


def _with_distance(
    ratings: Table, distance: Distance, bootstrap: Bootstrap | None, confidence: float
) -> Agreement:
    coded = code_ratings(ratings).rated(2)
    counts = coded.counts()
    between = np.array([[float(distance(a, b)) for b in coded.labels] for a in coded.labels])
    if np.diag(between).any() or not np.allclose(between, between.T) or (between < 0).any():
        raise ValueError(
            "the distance must be 0 for equal labels, the same both ways round, and never negative."
        )
    values = np.arange(len(coded.labels), dtype=np.float64)
    name = f"Krippendorff's alpha, {getattr(distance, '__name__', 'own distance').replace('_', ' ')}"
    statistic = Statistic(
        name,
        lambda times: _alphas(times, counts, values, "nominal", between),
        len(counts),
        coded.n_raters,
        "nominal",
        why_undefined(coded),
    )
    return measure(statistic, bootstrap, confidence)


def _alphas(
    times: Floats, counts: Floats, values: Floats, level: Level, distance: Floats | None = None
) -> Floats:
    # A resample with one value only has De = 0, which `weighted_alphas` divides by and marks as NaN.
    with np.errstate(invalid="ignore", divide="ignore"):
        return weighted_alphas(times, counts, values, level, distance)


def _reason(ratings: Table) -> str:
    return why_undefined(code_ratings(ratings).rated(2))


def _sets(first: Hashable, second: Hashable) -> tuple[frozenset[Hashable], frozenset[Hashable]]:
    if not isinstance(first, frozenset) or not isinstance(second, frozenset):
        raise ValueError(f"found {first!r} and {second!r}; sets of labels are given as frozensets.")
    return first, second
