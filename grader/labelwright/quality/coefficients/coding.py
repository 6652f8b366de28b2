"""Ratings tables as codes and counts, and the weights that say how far two ratings lie apart."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Weights = Literal["linear", "quadratic", "ordinal"] | npt.ArrayLike | None


def agreement_weights(weights: Weights, size: int) -> Floats:
    """Return size x size weights from 0 to 1: 1 on the diagonal, less the further two labels lie apart.

    None counts only equal labels. With i and j the places of two labels in their order, "linear" is 1 - |i - j| / m
    and "quadratic" 1 - (i - j)^2 / m^2, where m = size - 1; "ordinal" is 1 - C(|i - j| + 1, 2) / C(m + 1, 2). A
    matrix gives *disagreement* weights: zero on the diagonal, larger where a confusion is worse; it is divided by
    its largest entry. Raises ValueError on an unknown name or a matrix that is none of this.
    Sources: Cohen 1968, Weighted Kappa; Gwet 2014, Handbook of Inter-Rater Reliability.
    """
    if weights is None or size == 1:
        return np.eye(size)
    if isinstance(weights, str):
        gaps = np.abs(np.subtract.outer(np.arange(size), np.arange(size))).astype(np.float64)
        costs = {"linear": gaps, "quadratic": gaps**2, "ordinal": gaps * (gaps + 1) / 2}
        if weights not in costs:
            raise ValueError(
                f"weights is {weights!r}; use None, 'linear', 'quadratic', 'ordinal' or a matrix of disagreement."
            )
        cost = costs[weights]
    else:
        cost = _checked(np.asarray(weights, dtype=np.float64), size)
    shared: Floats = 1 - cost / cost.max()
    return shared


def words(weights: Weights) -> str:
    """The weights as a phrase for the coefficient's name; empty for none."""
    if weights is None:
        return ""
    return f", {weights} weights" if isinstance(weights, str) else ", own weights"


def _checked(cost: Floats, size: int) -> Floats:
    if cost.shape != (size, size):
        raise ValueError(
            f"the weights have shape {cost.shape} but there are {size} labels; give {size} x {size}, and categories= "
            "if some label is never used."
        )
    if np.diag(cost).any() or (cost < 0).any() or not cost.any() or not np.isfinite(cost).all():
        raise ValueError(
            "disagreement weights are 0 on the diagonal and above 0 elsewhere; these look like agreement weights "
            "(1 on the diagonal). Give 1 - w instead."
        )
    return cost


Level = Literal["nominal", "ordinal", "interval", "ratio"]


@dataclass(frozen=True)
class Coded:
    """Ratings as codes: `codes` (items x raters, -1 for missing) index `values` (ascending unless nominal)."""

    codes: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]

    def counts(self) -> npt.NDArray[np.float64]:
        """Return items x values counts; a row with fewer than two ratings is all zero, since it pairs with nothing."""
        items, size = self.codes.shape[0], self.values.size
        shifted = self.codes + 1 + np.arange(items)[:, None] * (size + 1)
        table = np.bincount(shifted.ravel(), minlength=items * (size + 1)).reshape(items, size + 1)[:, 1:]
        return np.where(table.sum(axis=1, keepdims=True) >= 2, table, 0).astype(np.float64)


def read_ratings(ratings: npt.ArrayLike | pd.DataFrame, level: Level) -> Coded:
    """Check and code a two-dimensional table, items as rows and raters as columns, NaN or None for missing.

    Nominal ratings may be any labels; the other levels need finite numbers, ratio none below zero. Raises ValueError
    saying what was found and what to do.
    """
    if level not in get_args(Level):
        raise ValueError(f"level is {level!r}; choose one of {', '.join(get_args(Level))}.")
    table, missing = read_table(ratings)
    present = table[~missing]
    codes = np.full(table.shape, -1, dtype=np.int64)
    if level == "nominal":
        codes[~missing], uniques = pd.factorize(present)
        return Coded(codes, np.arange(len(uniques), dtype=np.float64))
    values, codes[~missing] = np.unique(_numbers(present, level), return_inverse=True)
    return Coded(codes, values)


def read_table(ratings: npt.ArrayLike | pd.DataFrame) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Return the cells of a table, items x raters, and where one is missing.

    Raises ValueError unless there are two columns and an item with two ratings.
    """
    table = np.asarray(ratings, dtype=object)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError(
            f"ratings have shape {table.shape}; agreement needs a table with one row an item and one column a rater, "
            "two raters or more."
        )
    missing = np.asarray(pd.isna(table), dtype=bool)
    if not ((~missing).sum(axis=1) >= 2).any():
        raise ValueError("no item has two ratings, so nothing can be compared; check that items are rows.")
    return table, missing


def _numbers(present: npt.NDArray[Any], level: Level) -> npt.NDArray[np.float64]:
    text = next((value for value in present if isinstance(value, str | bytes)), None)
    if text is not None:
        raise ValueError(
            f"found the label {text!r}; level {level!r} needs numbers. Code the labels, or use 'nominal'."
        )
    try:
        numbers = present.astype(np.float64)
    except (TypeError, ValueError):
        raise ValueError(
            f"some ratings are not numbers; level {level!r} needs numbers, or use 'nominal'."
        ) from None
    if not np.isfinite(numbers).all():
        raise ValueError("found an infinite rating; mark a missing rating with NaN.")
    if level == "ratio" and (numbers < 0).any():
        raise ValueError(
            f"found the rating {numbers.min():g}; a ratio scale starts at a true zero. Use 'interval' for a scale "
            "that runs below zero."
        )
    return numbers


Table = npt.ArrayLike | pd.DataFrame


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
