"""Cross-tables that show which labels are confused: of two raters, of labels against gold, and of many raters."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from labelwright.quality.coefficients.coding import Table, code_ratings


@dataclass(frozen=True)
class ConfusedPair:
    """A cell off the diagonal: a `row` label met a `column` label `times` times, a `share` of its row (0 to 1)."""

    row: Any
    column: Any
    times: float
    share: float


@dataclass(frozen=True)
class Confusion:
    """A square cross-table over `labels`; `rows` and `columns` say who gave them.

    A `symmetric` table counts pairs of ratings of one item, without regard to who gave them; its cells need not be whole
    numbers.
    """

    labels: tuple[Any, ...]
    table: tuple[tuple[float, ...], ...]
    rows: str
    columns: str
    symmetric: bool = False

    def most_confused(self, most: int = 5) -> tuple[ConfusedPair, ...]:
        """Return up to `most` confusions, most frequent first; a symmetric table names each pair of labels once."""
        cells = [
            ConfusedPair(row, column, times, times / sum(line))
            for i, (row, line) in enumerate(zip(self.labels, self.table, strict=True))
            for j, (column, times) in enumerate(zip(self.labels, line, strict=True))
            if times > 0 and (i < j if self.symmetric else i != j)
        ]
        return tuple(sorted(cells, key=lambda cell: -cell.times)[:most])


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
            f"got {len(first)} and {len(second)} labels; a cross-table needs two labels for each item."
        )
    table = np.empty((len(first), 2), dtype=object)
    table[:, 0], table[:, 1] = list(first), list(second)
    coded = code_ratings(table, categories).rated(2)
    counts = np.zeros((len(coded.labels), len(coded.labels)))
    np.add.at(counts, (coded.codes[:, 0], coded.codes[:, 1]), 1)
    return Confusion(coded.labels, _rows(counts), rows, columns)


def coincidence_table(ratings: Table, *, categories: Sequence[Hashable] | None = None) -> Confusion:
    """Return Krippendorff's coincidence matrix of a table items x raters.

    Every ordered pair of ratings of an item counts 1/(m - 1), where m is the number of its ratings, so that the cells
    add up to the number of ratings that can be paired. Source: Krippendorff 2011, Computing Krippendorff's Alpha-Reliability.
    """
    coded = code_ratings(ratings, categories).rated(2)
    counts = coded.counts()
    weight = 1 / (counts.sum(axis=1) - 1)
    table = (counts * weight[:, None]).T @ counts - np.diag(counts.T @ weight)
    return Confusion(coded.labels, _rows(np.maximum(table, 0.0)), "one rating", "another rating", True)


def _rows(table: Any) -> tuple[tuple[float, ...], ...]:
    return tuple(tuple(float(cell) for cell in line) for line in table)
