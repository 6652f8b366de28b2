"""A table of ratings with all that is known about it: items, raters, scale, and whether columns are people."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from labelwright.quality.ceiling import Raters
from labelwright.quality.coefficients.coding import Codes, Level, code_ratings, read_table

MOST_STEPS = 11
"""A whole-number scale with more steps than this counts as interval, not ordinal, unless `level` is given."""


@dataclass(frozen=True)
class Grid:
    """Ratings as `cells`, items x raters, None for missing, with the scale they are on."""

    cells: npt.NDArray[Any]
    items: tuple[str, ...]
    raters: tuple[str, ...]
    level: Level
    categories: tuple[Any, ...] | None
    people: bool

    @cached_property
    def coded(self) -> Codes:
        """The ratings as places among the labels, for items with two ratings or more."""
        return code_ratings(self.cells[self.paired], self.categories)

    @cached_property
    def paired(self) -> npt.NDArray[np.bool_]:
        """Which items have two ratings or more."""
        paired: npt.NDArray[np.bool_] = self.present.sum(axis=1) >= 2
        return paired

    @cached_property
    def present(self) -> npt.NDArray[np.bool_]:
        """Where there is a rating: items x raters."""
        return ~np.asarray(pd.isna(self.cells), dtype=bool)

    @property
    def complete(self) -> bool:
        """Whether every rater rated every item."""
        return bool(self.present.all())

    def numbers(self) -> npt.NDArray[np.float64]:
        """Return the ratings as numbers, NaN for missing: themselves, or their places where labels are words."""
        if all(is_number(value) for value in self.cells[self.present]):
            return np.where(self.present, self.cells, np.nan).astype(np.float64)
        codes = code_ratings(self.cells, self.categories)
        out = np.full(self.cells.shape, np.nan)
        rated = self.present.any(axis=1)
        out[rated] = np.where(codes.codes >= 0, codes.codes, np.nan)
        return out


def grid_of(
    table: npt.ArrayLike | pd.DataFrame,
    level: Level | None = None,
    categories: Sequence[Hashable] | None = None,
    raters: Raters | None = None,
) -> Grid:
    """Read a table items x raters; the level is guessed where it is not given.

    Columns are people where `raters` says so, or where it is None and the columns of a data frame have names.
    Raises ValueError on a table that cannot be compared, and on ordered levels for words without `categories`.
    """
    cells, missing = read_table(table)
    cells = cells.copy()
    cells[missing] = None
    for place in np.ndindex(*cells.shape):
        if isinstance(cells[place], np.generic):
            cells[place] = cells[place].item()
    used = cells[:, (~missing).any(axis=0)]
    present = list(used[~np.asarray(pd.isna(used), dtype=bool)])
    scale = level or guess_level(present)
    named = isinstance(table, pd.DataFrame) and all(isinstance(name, str) for name in table.columns)
    columns = np.flatnonzero((~missing).any(axis=0))
    names = list(table.columns) if isinstance(table, pd.DataFrame) else list(range(1, cells.shape[1] + 1))
    rows = table.index if isinstance(table, pd.DataFrame) else range(len(cells))
    grid = Grid(
        used,
        tuple(str(row) for row in rows),
        tuple(str(names[place]) for place in columns),
        scale,
        None if categories is None else tuple(categories),
        named if raters is None else raters == "people",
    )
    return _with_scale(grid, present)


def guess_level(present: Sequence[Any]) -> Level:
    """Guess the level of some labels: words are nominal, short whole-number scales ordinal, other numbers interval."""
    if not all(is_number(value) for value in present) or len(set(present)) <= 2:
        return "nominal"
    whole = all(float(value).is_integer() for value in present)
    return "ordinal" if whole and max(present) - min(present) < MOST_STEPS else "interval"


def is_number(value: Any) -> bool:
    """Return whether a rating is a number (True and False are labels)."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _with_scale(grid: Grid, present: list[Any]) -> Grid:
    """Add the unused steps of a short whole-number scale; raise ValueError on words whose order is not given."""
    if grid.level == "nominal" or grid.categories is not None:
        return grid
    if not all(is_number(value) for value in present):
        word = next(value for value in present if not is_number(value))
        raise ValueError(
            f"found the label {word!r}; for level {grid.level!r} give the labels in order, lowest first: "
            "categories=[...], or use level='nominal'."
        )
    if all(float(value).is_integer() for value in present) and max(present) - min(present) < 2 * MOST_STEPS:
        return replace(grid, categories=tuple(range(int(min(present)), int(max(present)) + 1)))
    return grid
