"""Who or what is confused with what: cross-tables of two raters, of labels against gold, and of many raters."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from labelwright.quality.coefficients.coding import Table, code_ratings


@dataclass(frozen=True)
class Confused:
    """One cell off the diagonal: `times` a `row` label met a `column` label, `share` of that row's total (0 to 1)."""

    row: Any
    column: Any
    times: float
    share: float


@dataclass(frozen=True)
class Confusion:
    """A square cross-table over `labels`; `rows` and `columns` say whose labels they are.

    A `symmetric` table counts pairs of ratings of one item, whoever gave them; its cells need not be whole numbers.
    """

    labels: tuple[Any, ...]
    table: tuple[tuple[float, ...], ...]
    rows: str
    columns: str
    symmetric: bool = False

    def most_confused(self, most: int = 5) -> tuple[Confused, ...]:
        """The `most` frequent confusions, most frequent first; a symmetric table names each pair of labels once."""
        found = [
            Confused(row, column, times, times / sum(line))
            for i, (row, line) in enumerate(zip(self.labels, self.table, strict=True))
            for j, (column, times) in enumerate(zip(self.labels, line, strict=True))
            if times > 0 and (i < j if self.symmetric else i != j)
        ]
        return tuple(sorted(found, key=lambda cell: -cell.times)[:most])


def confusion_table(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    *,
    categories: Sequence[Hashable] | None = None,
    rows: str = "first rater",
    columns: str = "second rater",
) -> Confusion:
    """Return how often a label of `first` met one of `second` for the same item; with gold, give gold first.

    Items where either is missing (None or NaN) are left out. Raises ValueError on unequal lengths, nothing to
    compare, or a label outside `categories`.
    """
    if len(first) != len(second):
        raise ValueError(
            f"got {len(first)} and {len(second)} labels; a cross-table needs the same items twice."
        )
    table = np.empty((len(first), 2), dtype=object)
    table[:, 0], table[:, 1] = list(first), list(second)
    coded = code_ratings(table, categories).rated(2)
    counts = np.zeros((len(coded.labels), len(coded.labels)))
    np.add.at(counts, (coded.codes[:, 0], coded.codes[:, 1]), 1)
    return Confusion(coded.labels, _rows(counts), rows, columns)


def coincidence_table(ratings: Table, *, categories: Sequence[Hashable] | None = None) -> Confusion:
    """Return Krippendorff's coincidence matrix of a table items x raters: every ordered pair of ratings of an item
    counts 1/(m - 1), m being the number of its ratings, so that the cells add up to the ratings that can be paired.

    Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    coded = code_ratings(ratings, categories).rated(2)
    counts = coded.counts()
    weight = 1 / (counts.sum(axis=1) - 1)
    table = (counts * weight[:, None]).T @ counts - np.diag(counts.T @ weight)
    return Confusion(coded.labels, _rows(np.maximum(table, 0.0)), "one rating", "another rating", True)


def _rows(table: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(cell) for cell in line) for line in table)
