"""Read a table of ratings into codes over an ordered list of labels, and build one from published counts."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.ratings import read_table

Table = npt.ArrayLike | pd.DataFrame
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Codes:
    """Ratings as places in `labels`: `codes` is items x raters, -1 where there is no rating."""

    codes: npt.NDArray[np.int64]
    labels: tuple[Any, ...]

    @property
    def n_raters(self) -> int:
        """How many columns hold a rating."""
        return int((self.codes >= 0).any(axis=0).sum())

    def counts(self) -> Floats:
        """Return how often each label was given to each item: items x labels."""
        items, size = self.codes.shape[0], len(self.labels)
        shifted = self.codes + 1 + np.arange(items)[:, None] * (size + 1)
        table = np.bincount(shifted.ravel(), minlength=items * (size + 1))
        return table.reshape(items, size + 1)[:, 1:].astype(np.float64)

    def rated(self, least: int) -> Codes:
        """Return the items with at least `least` ratings."""
        keep = (self.codes >= 0).sum(axis=1) >= least
        return Codes(self.codes[keep], self.labels)


def code_ratings(
    ratings: Table, categories: Sequence[Hashable] | None = None, ordered: bool = False
) -> Codes:
    """Check and code a table, items x raters, NaN or None for missing; items without any rating are left out.

    `categories` gives all labels in their order; without it they are the labels in use, sorted (in order of
    appearance where they cannot be sorted, unless `ordered` asks for an order). Raises ValueError as `read_table`
    does, on a label outside `categories`, on repeats in it, and on labels without an order where one is needed.
    """
    table, missing = read_table(ratings)
    present = [value.item() if isinstance(value, np.generic) else value for value in table[~missing]]
    labels = _labels(present, ordered) if categories is None else _given(present, categories)
    places = {label: place for place, label in enumerate(labels)}
    codes = np.full(table.shape, -1, dtype=np.int64)
    codes[~missing] = [places[value] for value in present]
    return Codes(codes, labels).rated(1)


def ratings_from_counts(
    counts: npt.ArrayLike, categories: Sequence[Hashable] | None = None
) -> npt.NDArray[Any]:
    """Return a table items x raters from how many raters chose each label: items x labels, whole numbers.

    Many papers publish only these counts. The columns are not people: only coefficients that do not ask who rated
    apply. Items with fewer ratings are filled with None. Raises ValueError on counts that are not whole or negative.
    """
    table = np.asarray(counts)
    if table.ndim != 2 or (table < 0).any() or (table != np.floor(table)).any():
        raise ValueError("counts must be a table, items x labels, of whole numbers from 0 up.")
    labels = list(range(table.shape[1])) if categories is None else list(categories)
    whole = table.astype(int)
    out = np.full((len(whole), max(int(whole.sum(axis=1).max()), 2)), None, dtype=object)
    for item, row in enumerate(whole):
        given = [label for label, times in zip(labels, row, strict=True) for _ in range(times)]
        out[item, : len(given)] = given
    return out


def ratings_from_table(
    table: npt.ArrayLike, categories: Sequence[Hashable] | None = None
) -> npt.NDArray[Any]:
    """Return a table items x 2 raters from a square cross-table, first rater in rows, second in columns.

    Raises ValueError unless the table is square and holds whole numbers from 0 up.
    """
    cells = np.asarray(table)
    square = cells.ndim == 2 and cells.shape[0] == cells.shape[1]
    if not square or (cells < 0).any() or (cells != np.floor(cells)).any():
        raise ValueError("a cross-table of two raters is square and holds whole numbers from 0 up.")
    labels = list(range(len(cells))) if categories is None else list(categories)
    rows = [
        (labels[first], labels[second])
        for (first, second), times in np.ndenumerate(cells)
        for _ in range(int(times))
    ]
    return np.array(rows, dtype=object)


def _labels(present: list[Any], ordered: bool) -> tuple[Any, ...]:
    seen = list(dict.fromkeys(present))
    # Sets compare by inclusion, which sorts into nonsense.
    if any(isinstance(label, frozenset) for label in seen):
        return tuple(seen)
    try:
        return tuple(sorted(seen))
    except TypeError:
        if ordered:
            raise ValueError(
                "the labels mix kinds that have no common order, such as numbers and text; give categories= in order."
            ) from None
        return tuple(seen)


def _given(present: list[Any], categories: Sequence[Hashable]) -> tuple[Any, ...]:
    labels = tuple(categories)
    known = set(labels)
    if len(known) != len(labels):
        raise ValueError("categories names a label twice; name each once, in order.")
    if strange := sorted({repr(value) for value in present if value not in known}):
        raise ValueError(
            f"found the label {strange[0]}, which is not in categories; add it or correct the rating."
        )
    return labels
