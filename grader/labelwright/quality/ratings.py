"""Read a ratings table, items by raters, into codes and values that every coefficient here can use."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

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
