"""Ratings tables as codes and counts, and the weights that say how much two different labels agree."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

Floats = npt.NDArray[np.float64]
Table = npt.ArrayLike | pd.DataFrame
Level = Literal["nominal", "ordinal", "interval", "ratio"]
Weights = Literal["linear", "quadratic", "ordinal"] | npt.ArrayLike | None


def agreement_weights(weights: Weights, size: int) -> Floats:
    """Return size x size weights from 0 to 1: 1 on the diagonal, less the further two labels are apart.

    None counts only equal labels. With i and j the places of two labels in their order, "linear" is 1 - |i - j| / m
    and "quadratic" 1 - (i - j)^2 / m^2, where m = size - 1; "ordinal" is 1 - C(|i - j| + 1, 2) / C(m + 1, 2). A
    matrix gives *disagreement* weights: zero on the diagonal, larger where a confusion is worse; it is divided by
    its largest entry. Raises ValueError on an unknown name or another kind of matrix.
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
        cost = _check_cost(np.asarray(weights, dtype=np.float64), size)
    shared: Floats = 1 - cost / cost.max()
    return shared


def weights_phrase(weights: Weights) -> str:
    """Return the weights as a phrase for the coefficient's name; empty for none."""
    if weights is None:
        return ""
    return f", {weights} weights" if isinstance(weights, str) else ", own weights"


def _check_cost(cost: Floats, size: int) -> Floats:
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


@dataclass(frozen=True)
class Codes:
    """Ratings as places in `labels`: `codes` is items x raters, -1 for a missing rating."""

    codes: npt.NDArray[np.int64]
    labels: tuple[Any, ...]

    @property
    def n_raters(self) -> int:
        """The number of columns with a rating."""
        return int((self.codes >= 0).any(axis=0).sum())

    def counts(self) -> Floats:
        """Return how often each label was given to each item: items x labels."""
        items, size = self.codes.shape[0], len(self.labels)
        shifted = self.codes + 1 + np.arange(items)[:, None] * (size + 1)
        table = np.bincount(shifted.ravel(), minlength=items * (size + 1))
        return table.reshape(items, size + 1)[:, 1:].astype(np.float64)

    def rated(self, least: int) -> Codes:
        """Return the items with at least `least` ratings."""
        enough = (self.codes >= 0).sum(axis=1) >= least
        return Codes(self.codes[enough], self.labels)

    def numbers(self, level: Level) -> Floats:
        """Return each label as a number: its place at the nominal level, otherwise the label itself.

        Raises ValueError where a label is not a finite number, or is below zero at the ratio level.
        """
        if level == "nominal":
            return np.arange(len(self.labels), dtype=np.float64)
        return _numbers(self.labels, level)


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
    labels = _labels(present, ordered) if categories is None else _check_categories(present, categories)
    places = {label: place for place, label in enumerate(labels)}
    codes = np.full(table.shape, -1, dtype=np.int64)
    codes[~missing] = [places[value] for value in present]
    return Codes(codes, labels).rated(1)


def check_level(level: Level) -> None:
    """Raise ValueError unless `level` is one of the four levels of measurement."""
    if level not in get_args(Level):
        raise ValueError(f"level is {level!r}; choose one of {', '.join(get_args(Level))}.")


def score_table(ratings: Table) -> Floats:
    """Return a table of numbers, items x raters, NaN for missing; items without any rating are left out.

    Raises ValueError as `read_table` does, and on ratings that are not finite numbers.
    """
    coded = code_ratings(ratings)
    return np.where(coded.codes >= 0, coded.numbers("interval")[coded.codes], np.nan)


def read_table(ratings: npt.ArrayLike | pd.DataFrame) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """Return the cells of a table, items x raters, and which of them are missing.

    Raises ValueError unless there are two columns or more and an item with two ratings.
    """
    table = np.asarray(ratings, dtype=object)
    if table.ndim != 2 or table.shape[1] < 2:
        raise ValueError(
            f"ratings have shape {table.shape}; agreement needs a table with a row for each item and a column for "
            "each rater, two raters or more."
        )
    missing = np.asarray(pd.isna(table), dtype=bool)
    if not ((~missing).sum(axis=1) >= 2).any():
        raise ValueError("no item has two ratings, so nothing can be compared; check that items are rows.")
    return table, missing


def ratings_from_counts(
    counts: npt.ArrayLike, categories: Sequence[Hashable] | None = None
) -> npt.NDArray[Any]:
    """Return a table items x raters from how many raters chose each label: items x labels, whole numbers.

    Many papers publish only these counts. The columns are not people, so use only coefficients that do not ask who
    gave a rating. Items with fewer ratings are filled with None. Raises ValueError on counts that are not whole or negative.
    """
    table = np.asarray(counts)
    if table.ndim != 2 or (table < 0).any() or (table != np.floor(table)).any():
        raise ValueError("counts must be a table, items x labels, of whole numbers, 0 or more.")
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

    Raises ValueError unless the table is square and holds whole numbers, 0 or more.
    """
    cells = np.asarray(table)
    square = cells.ndim == 2 and cells.shape[0] == cells.shape[1]
    if not square or (cells < 0).any() or (cells != np.floor(cells)).any():
        raise ValueError("a cross-table of two raters is square and holds whole numbers, 0 or more.")
    labels = list(range(len(cells))) if categories is None else list(categories)
    rows = [
        (labels[first], labels[second])
        for (first, second), times in np.ndenumerate(cells)
        for _ in range(int(times))
    ]
    return np.array(rows, dtype=object)


def _numbers(labels: tuple[Any, ...], level: Level) -> Floats:
    text = next((label for label in labels if isinstance(label, str | bytes)), None)
    if text is not None:
        raise ValueError(
            f"found the label {text!r}; level {level!r} needs numbers. Code the labels, or use 'nominal'."
        )
    try:
        numbers = np.array([float(label) for label in labels])
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


def _labels(present: list[Any], ordered: bool) -> tuple[Any, ...]:
    seen = list(dict.fromkeys(present))
    # Sets compare by inclusion, so sorting them has no meaning.
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


def _check_categories(present: list[Any], categories: Sequence[Hashable]) -> tuple[Any, ...]:
    labels = tuple(categories)
    known = set(labels)
    if len(known) != len(labels):
        raise ValueError("categories names a label twice; name each once, in order.")
    if strange := sorted({repr(value) for value in present if value not in known}):
        raise ValueError(
            f"found the label {strange[0]}, which is not in categories; add it or correct the rating."
        )
    return labels
