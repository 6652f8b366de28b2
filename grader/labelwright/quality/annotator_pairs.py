"""Line up two annotators' labels, and compare every pair of annotators."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeVar

import numpy as np
from scipy.optimize import linear_sum_assignment

from labelwright.annotations.record import Annotation
from labelwright.quality.coefficients.resample import Floats, Statistic, mean_over_rows, measure, ratio
from labelwright.quality.coefficients.result import Agreement, Bootstrap, Kind


@dataclass(frozen=True)
class Alignment:
    """`items` that both finished, in the order of the first, with the values of both; `only_*` names the others."""

    items: tuple[str, ...]
    first: tuple[Any, ...]
    second: tuple[Any, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def align(first: Iterable[Annotation], second: Iterable[Annotation]) -> Alignment:
    """Return the values of the items that both people finished; skipped items count as not done.

    Where a person annotated an item more than once, the last record counts, as in a file that only grows. Raises
    ValueError where the two values of an item are of different kinds.
    """
    first_values, second_values = _last_values(first), _last_values(second)
    both = tuple(item for item in first_values if item in second_values)
    for item in both:
        kinds = first_values[item].kind, second_values[item].kind
        if kinds[0] != kinds[1]:
            raise ValueError(
                f"item {item!r} has a value of kind {kinds[0]!r} from one person and {kinds[1]!r} from the other; "
                "compare annotations of one task."
            )
    return Alignment(
        both,
        tuple(first_values[item] for item in both),
        tuple(second_values[item] for item in both),
        tuple(item for item in first_values if item not in second_values),
        tuple(item for item in second_values if item not in first_values),
    )


def _last_values(annotations: Iterable[Annotation]) -> dict[str, Any]:
    """Return the last value of each item, without the items that were skipped last."""
    values = {annotation.item: annotation.value for annotation in annotations}
    return {item: value for item, value in values.items() if value is not None}


Thing = TypeVar("Thing")
Work = Mapping[str, Mapping[str, Sequence[Thing]]]
"""What each annotator drew in each item they did; an empty list says that the item contains nothing."""


@dataclass(frozen=True)
class PairCredit:
    """One pair of annotators, item by item: shared credit, and how many things both drew in all (0 if one skipped)."""

    credit: Floats
    things: Floats


def shared_items(work: Work[Thing]) -> list[str]:
    """Return the items that two annotators or more did, sorted; raise ValueError if there is none."""
    times = Counter(item for items in work.values() for item in items)
    items = sorted(item for item, count in times.items() if count > 1)
    if not items:
        raise ValueError(
            "no item was done by two annotators, so nothing can be compared; check the item ids."
        )
    return items


def compare_pairs(
    work: Work[Thing], items: Sequence[str], credit: Callable[[Sequence[Thing], Sequence[Thing]], float]
) -> list[PairCredit]:
    """Return the credit of every pair of annotators, item by item."""
    pairs = []
    for first, second in combinations(work.values(), 2):
        both = [item in first and item in second for item in items]
        rows = [
            (credit(first[item], second[item]), len(first[item]) + len(second[item])) if in_both else (0.0, 0)
            for item, in_both in zip(items, both, strict=True)
        ]
        table = np.array(rows, dtype=np.float64)
        pairs.append(PairCredit(table[:, 0], table[:, 1]))
    return pairs


def mean_f1(
    name: str,
    level: Kind,
    pairs: Sequence[PairCredit],
    n_annotators: int,
    bootstrap: Bootstrap | None,
    confidence: float,
) -> Agreement:
    """Return 2 credit / things, the F1 with one annotator taken as gold for the other, averaged over pairs."""

    def kernel(weights: Floats) -> Floats:
        values = [ratio(2 * (weights @ pair.credit), weights @ pair.things) for pair in pairs]
        return mean_over_rows(values)

    reason = "nobody drew anything in the items that two annotators did, so there is nothing to match."
    statistic = Statistic(name, kernel, len(pairs[0].credit), n_annotators, level, reason)
    return measure(statistic, bootstrap, confidence)


def best_matching(credit: Floats) -> list[tuple[int, int]]:
    """Return the one-to-one matching of rows and columns with the largest total credit; pairs of credit 0 are left out.

    Source: Kuhn 1955, The Hungarian Method; computed by SciPy.
    """
    if not credit.size:
        return []
    rows, columns = linear_sum_assignment(credit, maximize=True)
    places = zip(rows.tolist(), columns.tolist(), strict=True)
    return [(row, column) for row, column in places if credit[row, column] > 0]
