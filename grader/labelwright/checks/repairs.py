"""Compare a repaired table with the true one, cell by cell, and name the known faults of a repair."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from labelwright.checks.compare import Mistake, count_noun, shorten
from labelwright.checks.verdicts import Failed
from labelwright.exchange.plain_data import is_missing

_MOST_ROWS = 200_000


def number(value: Any) -> float | None:
    """Return a cell as a float if it is a number and not a truth value, otherwise None."""
    if isinstance(value, bool) or not hasattr(value, "__float__") or isinstance(value, str):
        return None
    try:
        return float(value)
    except (TypeError, ValueError, OverflowError):
        return None


MOST_RELATIVE = 1e-6
"""A wider tolerance is absolute: "within .05" says nothing about five per cent of a large number."""


def equal(a: Any, b: Any, tolerance: float = 1e-9) -> bool:
    """Return whether two cells mean the same: both empty, numbers within `tolerance`, equal dates, or equal.

    The tolerance is absolute, and up to MOST_RELATIVE also relative.
    """
    if is_missing(a) or is_missing(b):
        return is_missing(a) and is_missing(b)
    first, second = number(a), number(b)
    if first is not None and second is not None:
        return math.isclose(first, second, rel_tol=min(tolerance, MOST_RELATIVE), abs_tol=tolerance)
    # A date comes from the learner's process as text.
    left, right = (_text(value) for value in (a, b))
    return left == right if isinstance(left, str) or isinstance(right, str) else bool(left == right)


def _text(value: Any) -> Any:
    if hasattr(value, "isoformat"):
        value = value.isoformat()
    return value.removesuffix("T00:00:00") if isinstance(value, str) else value


def keyed(frame: pd.DataFrame, key: str) -> pd.DataFrame:
    """Return the table with `key`, as text, as its index; raise Failed if a key is missing or there are too many rows."""
    if len(frame) > _MOST_ROWS:
        raise Failed(f"The table has {len(frame):,} rows; at most {_MOST_ROWS:,} are read.")
    keys = list(frame[key])
    if any(is_missing(value) for value in keys):
        raise Failed(
            f"`{key}` is empty in {count_noun(sum(map(is_missing, keys)), 'row')}.",
            why="A row without its key cannot be matched with any other row.",
            advice=f"Do not change `{shorten(key)}`.",
        )
    # In pandas, the id 7 becomes 7.0 if one row of its column was empty.
    names = [
        str(int(value)) if isinstance(value, float) and value.is_integer() else str(value) for value in keys
    ]
    return frame.drop(columns=[key]).set_axis(pd.Index(names, dtype=object), axis=0)


def without_repeats(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the first row of each key."""
    return frame[~frame.index.duplicated()]


_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")


_UNITS = (1000.0, 100.0, 60.0, 3600.0, 2.54, 12.0, 0.3048, 0.45359237, 1.609344, 3.785411784, 28.349523125)
"""Factors between units that are often mixed up: kilo, percent, minutes, inches, feet, pounds, miles."""


@dataclass(frozen=True)
class Repair:
    """The learner's table, the truth and the dirty table, each indexed by key, and the columns to compare."""

    own: pd.DataFrame
    truth: pd.DataFrame
    dirty: pd.DataFrame
    columns: list[str]
    sentinels: tuple[Any, ...]
    tolerance: float

    @cached_property
    def shared(self) -> list[Any]:
        """The keys of rows that are in the learner's table and in the truth."""
        return [item for item in self.truth.index if item in self.own.index]

    @cached_property
    def _lists(self) -> tuple[dict[str, dict[Any, Any]], ...]:
        frames = (self.own, self.truth, self.dirty)
        return tuple(
            {
                column: dict(zip(frame.index, frame[column], strict=True)) if column in frame.columns else {}
                for column in self.columns
            }
            for frame in frames
        )

    def cell(self, item: Any, column: str) -> tuple[Any, Any, Any]:
        """Return a cell of the learner's table, of the truth and of the dirty table; None if the table has no such row."""
        own, truth, dirty = self._lists
        return own[column].get(item), truth[column].get(item), dirty[column].get(item)


def table_mistakes(repair: Repair, wrong: list[tuple[Any, str]]) -> Iterator[Mistake]:
    """Yield the mistakes that two or more wrong cells, and most of a column's wrong cells, show, column by column."""
    for column, count in Counter(column for _, column in wrong).most_common():
        cells = [repair.cell(item, column) for item, name in wrong if name == column]
        for recognise in (
            _text_for_number,
            _letter_case,
            _one_fill,
            _sentinel_left,
            _swapped_date,
            _unit,
            _erased,
        ):
            found = recognise(repair, column, cells)
            if found and count >= 2:
                yield found


def _most(hits: int, cells: list[Any]) -> bool:
    return hits >= 2 and hits > len(cells) / 2


def _text_for_number(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(isinstance(own, str) and number(true) is not None for own, true, _ in cells)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"`{column}` still contains text that should be numbers: {hits} cells, such as "
        f"{next(own for own, true, _ in cells if isinstance(own, str) and number(true) is not None)[:40]!r}.",
        "Remove everything that does not belong to the number, convert with `pd.to_numeric`, and look at the rest.",
    )


def _letter_case(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    differing = [
        own
        for own, true, _ in cells
        if isinstance(own, str)
        and isinstance(true, str)
        and own.strip().casefold() == true.strip().casefold()
    ]
    if not _most(len(differing), cells):
        return None
    return Mistake(
        f"{len(differing)} cells of `{column}` have the right letters but other capitals, or a space at an end, such as "
        f"{shorten(repr(differing[0]), 40)}.",
        "Write each value exactly as the task spells it. If you need lower case to compare cells, compare, and then "
        "write the value in its own spelling.",
    )


def _one_fill(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    filled = Counter(
        round(value, 6)
        for own, _, before in cells
        if (is_missing(before) or any(equal(before, sentinel) for sentinel in repair.sentinels))
        and (value := number(own)) is not None
        and not any(equal(value, sentinel) for sentinel in repair.sentinels)
    )
    fill, hits = filled.most_common(1)[0] if filled else (0.0, 0)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"You filled {hits} empty cells of `{column}` with the same value, {fill:.4g}: a mean, a median or a zero that "
        "nobody measured.",
        "Leave a cell empty if its value is not known, unless another column says what it was.",
    )


def _sentinel_left(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(any(equal(own, sentinel) for sentinel in repair.sentinels) for own, _, _ in cells)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"{hits} cells of `{column}` still have a code for 'not measured', which would count as a measurement.",
        "Turn such codes into empty cells before you compute a mean.",
    )


def _swapped_date(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = 0
    for own, true, _ in cells:
        a, b = (_DATE.match(str(value)[:20]) for value in (own, true))
        hits += bool(a and b and a.group(1) == b.group(1) and a.group(2, 3) == b.group(3, 2))
    if not _most(hits, cells):
        return None
    return Mistake(
        f"Day and month are swapped in {hits} dates of `{column}`: 03/04 was read in the wrong order.",
        "State the format (`format=`, `dayfirst=`). Days above 12 show which one is right.",
    )


def _unit(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    ratios = []
    for own, true, _ in cells:
        a, b = number(own), number(true)
        if a and b:
            ratios.append(a / b)
    for factor in (factor for unit in _UNITS for factor in (unit, 1 / unit)):
        hits = sum(abs(ratio / factor - 1) < 0.005 for ratio in ratios)
        if _most(hits, cells):
            return Mistake(
                f"{hits} cells of `{column}` are {factor:.4g} times what they should be: they are still in another unit, or were "
                "converted twice.",
                "Find the rows in the other unit by the size of their values, and convert only those.",
            )
    return None


def _erased(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(
        is_missing(own) and not is_missing(true) and not is_missing(before) for own, true, before in cells
    )
    if not _most(hits, cells):
        return None
    return Mistake(
        f'You emptied {hits} cells of `{column}` whose value could be read: `errors="coerce"` does this without a warning.',
        "List the values that could not be converted before you give them up.",
    )
