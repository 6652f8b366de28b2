"""What is still wrong in the learner's table, cell by cell: each fault is found in the cell itself, so none is a guess."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from labelwright.checks.repairs import equal

from .codebook import COLUMNS, NUMBERS
from .reading import KEY, keyed, missing, within
from .sheets import Sheet

Cell = tuple[str, str]
"""A record and a column."""
MOST = 0.6
"""A mistake is named if it explains this share of what is wrong."""
SENTINELS = (-99, -999)
MOVED = COLUMNS[COLUMNS.index("island") :]
"""The columns that are one place too far to the right in a shifted row."""
_OTHER_BILL = {"bill_length_mm": "bill_depth_mm", "bill_depth_mm": "bill_length_mm"}
_FACTORS = (10.0, 100.0, 1000.0)


@dataclass(frozen=True)
class Found:
    """The learner's table, the first row of each record, with the sheet and its truth."""

    given: pd.DataFrame
    whole: Sheet

    @cached_property
    def own(self) -> dict[str, dict[str, Any]]:
        """The learner's cells, by column and record."""
        return _cells(keyed(self.given))

    @cached_property
    def true(self) -> dict[str, dict[str, Any]]:
        """The true cells, by column and record."""
        return _cells(self.whole.truth.set_index(KEY))

    @cached_property
    def sheet(self) -> dict[str, dict[str, str]]:
        """The first text of each cell in the sheet, with shifted rows moved back."""
        rows = self.whole.raw.drop_duplicates(KEY).set_index(KEY)
        cells = _cells(rows)
        places = list(rows.columns)
        at = places.index("island")
        for one in self.whole.shifted:
            for here, right in zip(places[at:-1], places[at + 1 :], strict=True):
                cells[here][one] = rows.at[one, right]
        return cells

    @cached_property
    def records(self) -> list[str]:
        """The valid records that are in the learner's table."""
        return [one for one in self.whole.truth[KEY] if one in self.own["study"]]

    @cached_property
    def wrong(self) -> list[Cell]:
        """The cells that differ from the truth."""
        return [
            (one, name)
            for name in COLUMNS[1:]
            for one in self.records
            if not equal(self.own[name][one], self.true[name][one], 1e-6)
        ]

    @cached_property
    def unshifted(self) -> frozenset[str]:
        """The shifted records that were not moved back: most of their cells are wrong, and not those of other records."""
        wrong = Counter(one for one, name in self.wrong if name in MOVED)
        shifted = [one for one in self.records if one in self.whole.shifted]
        left = frozenset(one for one in shifted if wrong[one] >= MOST * len(MOVED))
        others = [one for one in self.records if one not in self.whole.shifted]
        usual = sum(wrong[one] for one in others) / max(len(others) * len(MOVED), 1)
        return left if len(left) >= MOST * len(shifted) and usual < MOST / 2 else frozenset()

    @cached_property
    def filled(self) -> list[Cell]:
        """The cells that were never measured and have a value."""
        return [
            (one, name)
            for name in (*NUMBERS, "sex")
            for one in self.records
            if missing(self.true[name][one]) and not missing(self.own[name][one])
        ]

    @cached_property
    def filled_numbers(self) -> list[Cell]:
        """The cells of measurements that were filled in with a number, apart from sentinels and shifted rows."""
        return [
            (one, name)
            for one, name in self.filled
            if within(self.own[name][one], *NUMBERS.get(name, (1, 0))) and one not in self.unshifted
        ]

    @cached_property
    def replaced(self) -> list[Cell]:
        """The cells with a number in range that nobody wrote: an end of the range, or one value for several cells."""
        cells = [
            (one, name)
            for one, name in self.wrong
            if name in NUMBERS
            and not missing(self.true[name][one])
            and within(self.own[name][one], *NUMBERS[name])
            and one not in self.unshifted
        ]
        found: list[Cell] = []
        for name, ends in NUMBERS.items():
            values = {one: round(self.own[name][one], 6) for one, column in cells if column == name}
            most, times = (Counter(values.values()).most_common(1) or [(0.0, 0)])[0]
            cut = [one for one, value in values.items() if value in ends]
            repeated = [one for one, value in values.items() if value == most and times >= 3]
            # Among many wrong values, some are equal by chance.
            found += [
                (one, name)
                for one in max(cut, repeated, key=len)
                if max(len(cut), len(repeated)) >= MOST * len(values)
            ]
        return found if len(found) >= 2 else []

    def emptied(self, name: str) -> tuple[int, int]:
        """Return how many cells of a column are missing now although they can be read, and how many can be read."""
        readable = [one for one in self.records if not missing(self.true[name][one])]
        return sum(missing(self.own[name][one]) for one in readable), len(readable)

    def is_shifted(self, cells: Sequence[Cell]) -> bool:
        """Return whether most of these wrong cells are in rows that are still shifted."""
        return bool(cells) and sum(one in self.unshifted for one, _ in cells) >= MOST * len(cells)

    def lost_comma(self, cell: Cell) -> bool:
        """Return whether a number is the digits of its text in the sheet, without their decimal comma."""
        one, name = cell
        value = self.own[name][one]
        if (
            isinstance(value, bool)
            or not isinstance(value, (int, float))
            or equal(value, self.true[name][one], 1e-6)
        ):
            return False
        texts = [self.sheet[part][one] for part in (name, _OTHER_BILL.get(name, name))]
        digits = [float(re.sub(r"\D", "", text)) for text in texts if re.search(r"\d,\d", text)]
        # A rule for units may have moved the point of the digits again.
        return any(equal(value, one_digits * by, 1e-6) for one_digits in digits for by in (1, 10, 1000))

    def cause(self, cell: Cell) -> str:
        """Return why a measurement is not a number in its range; empty if its cell does not show it."""
        one, name = cell
        value, true = self.own[name][one], self.true[name][one]
        if one in self.unshifted:
            return "shifted"
        if isinstance(value, str):
            return "text"
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return ""
        if any(value == code * by for code in SENTINELS for by in (1, *_FACTORS)):
            return "sentinel"
        if self.lost_comma(cell):
            return "comma"
        if name in _OTHER_BILL and equal(value, self.true[_OTHER_BILL[name]][one], 1e-6):
            return "exchanged"
        if not missing(true) and any(equal(value, true / by, 1e-6) for by in _FACTORS):
            return "larger unit"
        if not missing(true) and any(equal(value, true * by, 1e-6) for by in (*_FACTORS, 1e6)):
            return "smaller unit"
        return ""


def _cells(frame: pd.DataFrame) -> dict[str, dict[str, Any]]:
    return {str(name): dict(zip(frame.index, frame[name].array, strict=True)) for name in frame.columns}
