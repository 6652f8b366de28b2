"""Recognise wrong repairs of a table: the wrong unit, text for numbers, swapped dates, filled-in means."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from labelwright.checks.vocabulary.cells import equal, missing, number
from labelwright.checks.vocabulary.settle import Mistake

_DATE = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_UNITS = (1000.0, 100.0, 60.0, 3600.0, 2.54, 12.0, 0.3048, 0.45359237, 1.609344, 3.785411784, 28.349523125)
"""Factors between units that are often taken for one another: kilo, percent, minutes, inches, feet, pounds, miles."""


@dataclass(frozen=True)
class Repair:
    """The learner's table, the truth and the dirty table, each indexed by key; the columns compared."""

    own: pd.DataFrame
    truth: pd.DataFrame
    dirty: pd.DataFrame
    columns: list[str]
    sentinels: tuple[Any, ...]
    tolerance: float

    @cached_property
    def shared(self) -> list[Any]:
        """The keys of rows that stand in the learner's table and in the truth."""
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
        """A cell in the learner's table, in truth, and as it came; None where a row came not at all."""
        own, truth, dirty = self._lists
        return own[column].get(item), truth[column].get(item), dirty[column].get(item)


def table_mistakes(repair: Repair, wrong: list[tuple[Any, str]]) -> Iterator[Mistake]:
    """The mistakes that wrong cells show, column by column, where two cells or more and most of a column's show it."""
    for column, count in Counter(column for _, column in wrong).most_common():
        cells = [repair.cell(item, column) for item, name in wrong if name == column]
        for recognise in (_text_for_number, _one_fill, _sentinel_left, _swapped_date, _unit, _erased):
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
        f"`{column}` still holds text where numbers are meant: {hits} cells, such as "
        f"{next(own for own, true, _ in cells if isinstance(own, str) and number(true) is not None)[:40]!r}.",
        "Strip what is no digit, convert with `pd.to_numeric`, and look at what it could not read.",
    )


def _one_fill(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    filled = Counter(
        round(value, 6)
        for own, _, before in cells
        if (missing(before) or any(equal(before, sentinel) for sentinel in repair.sentinels))
        and (value := number(own)) is not None
        and not any(equal(value, sentinel) for sentinel in repair.sentinels)
    )
    fill, hits = filled.most_common(1)[0] if filled else (0.0, 0)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"{hits} missing cells of `{column}` were filled with one value, {fill:.4g}: a mean, a median or zero that nobody "
        "measured.",
        "Leave what is not known empty, unless another column says what it was.",
    )


def _sentinel_left(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(any(equal(own, sentinel) for sentinel in repair.sentinels) for own, _, _ in cells)
    if not _most(hits, cells):
        return None
    return Mistake(
        f"{hits} cells of `{column}` still hold a value that stands for nothing, and would count as a measurement.",
        "Turn such values into missing ones before any mean is taken.",
    )


def _swapped_date(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = 0
    for own, true, _ in cells:
        a, b = (_DATE.match(str(value)[:20]) for value in (own, true))
        hits += bool(a and b and a.group(1) == b.group(1) and a.group(2, 3) == b.group(3, 2))
    if not _most(hits, cells):
        return None
    return Mistake(
        f"Day and month are exchanged in {hits} dates of `{column}`: 03/04 was read the other way.",
        "Give the format in words (`format=`, `dayfirst=`); look for days above 12, which tell it.",
    )


def _unit(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    ratios = []
    for own, true, _ in cells:
        a, b = number(own), number(true)
        if a and b:
            ratios.append(a / b)
    for factor in (one for unit in _UNITS for one in (unit, 1 / unit)):
        hits = sum(abs(ratio / factor - 1) < 0.005 for ratio in ratios)
        if _most(hits, cells):
            return Mistake(
                f"{hits} cells of `{column}` are {factor:.4g} times what they should be: another unit was left, or converted "
                "twice.",
                "Find the rows in the other unit by their size, and convert those alone.",
            )
    return None


def _erased(repair: Repair, column: str, cells: list[tuple[Any, Any, Any]]) -> Mistake | None:
    hits = sum(missing(own) and not missing(true) and not missing(before) for own, true, before in cells)
    if not _most(hits, cells):
        return None
    return Mistake(
        f'{hits} cells of `{column}` were emptied though their value could be told: `errors="coerce"` does this silently.',
        "List the values that could not be converted before you let them go.",
    )
