"""Compare every two annotators over the items both did, and average the comparison over pairs of annotators."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from scipy.optimize import linear_sum_assignment

from labelwright.quality.coefficients.resample import Floats, Statistic, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap, Kind

Thing = TypeVar("Thing")
Work = Mapping[str, Mapping[str, Sequence[Thing]]]
"""What each annotator drew in each item they did; an empty list says that there is nothing in it."""


@dataclass(frozen=True)
class Drawn:
    """One annotator pair over all items: credit shared, and how many things they drew together (0 if one skipped)."""

    credit: Floats
    things: Floats


def drawn_items(work: Work[Thing]) -> list[str]:
    """The items that two annotators or more did, sorted; ValueError, in words, where there is none."""
    times: dict[str, int] = {}
    for done in work.values():
        for item in done:
            times[item] = times.get(item, 0) + 1
    items = sorted(item for item, count in times.items() if count > 1)
    if not items:
        raise ValueError(
            "no item was done by two annotators, so nothing can be compared; check the item ids."
        )
    return items


def compare_pairs(
    work: Work[Thing], items: Sequence[str], credit: Callable[[Sequence[Thing], Sequence[Thing]], float]
) -> list[Drawn]:
    """Credit every pair of annotators, item by item."""
    found = []
    for first, second in combinations(work.values(), 2):
        both = [item in first and item in second for item in items]
        rows = [
            (credit(first[item], second[item]), len(first[item]) + len(second[item])) if there else (0.0, 0)
            for item, there in zip(items, both, strict=True)
        ]
        table = np.array(rows, dtype=np.float64)
        found.append(Drawn(table[:, 0], table[:, 1]))
    return found


def mean_f1(
    name: str,
    level: Kind,
    pairs: Sequence[Drawn],
    n_annotators: int,
    bootstrap: Bootstrap | None,
    confidence: float,
) -> Agreement:
    """Return 2 credit / things, the F1 of one annotator taken as gold for the other, averaged over pairs."""

    def kernel(times: Floats) -> Floats:
        values = [ratio(2 * (times @ pair.credit), times @ pair.things) for pair in pairs]
        return mean_of_pairs(values)

    reason = "nobody drew anything in the items that two annotators did, so there is nothing to match."
    statistic = Statistic(name, kernel, len(pairs[0].credit), n_annotators, level, reason)
    return measure(statistic, bootstrap, confidence)


def mean_of_pairs(values: Sequence[Floats]) -> Floats:
    """Return the mean over pairs of annotators, leaving out pairs without a value."""
    table = np.array(values)
    there = ~np.isnan(table)
    return ratio(np.where(there, table, 0.0).sum(axis=0), there.sum(axis=0).astype(np.float64))


def best_matching(credit: Floats) -> list[tuple[int, int]]:
    """Return the one-to-one matching of rows and columns with the largest total credit; pairs of credit 0 are none.

    Source: Kuhn 1955, The Hungarian Method; computed by SciPy.
    """
    if not credit.size:
        return []
    rows, columns = linear_sum_assignment(credit, maximize=True)
    found: list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]] = list(zip(rows, columns, strict=True))
    return [(int(row), int(column)) for row, column in found if credit[row, column] > 0]
