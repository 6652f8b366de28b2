"""Convert offsets in a text between code points, UTF-16 code units and UTF-8 bytes, the three ways that tools count."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from itertools import accumulate
from typing import Literal

from labelwright.errors import LabelwrightError

Unit = Literal["code points", "utf-16", "utf-8"]


class OffsetError(LabelwrightError, ValueError):
    """An offset is outside the text or inside one character; the message says which and where."""


def _utf16_width(character: str) -> int:
    return 2 if character > "\uffff" else 1


def _utf8_width(character: str) -> int:
    return 1 if character < "\x80" else 2 if character < "\u0800" else 3 if character <= "\uffff" else 4


_WIDTHS: dict[Unit, Callable[[str], int]] = {"utf-16": _utf16_width, "utf-8": _utf8_width}


class Offsets:
    """The offsets of one text, in code points (as Python and this project count) and in one other unit.

    `unit` is "utf-16" (JavaScript, Java), "utf-8" (bytes) or "code points". Building it reads the text once;
    each conversion after that is a look-up. Widths are those of the Unicode Standard, section 3.9, tables 3-5 and 3-6.
    """

    def __init__(self, text: str, unit: Unit = "utf-16") -> None:
        self.unit, self.length = unit, len(text)
        plain = unit == "code points" or text.isascii()
        self._starts = None if plain else [0, *accumulate(map(_WIDTHS[unit], text))]

    @property
    def units(self) -> int:
        """Return the length of the text in the other unit."""
        return self.length if self._starts is None else self._starts[-1]

    def from_code_points(self, offset: int) -> int:
        """Return `offset` (0 to the text's length, in code points) in the other unit; OffsetError if it is outside."""
        if not 0 <= offset <= self.length:
            raise OffsetError(f"code point {offset} is outside the text, which has {self.length}")
        return offset if self._starts is None else self._starts[offset]

    def to_code_points(self, offset: int) -> int:
        """Return `offset`, counted in the other unit, in code points.

        OffsetError if it is outside the text or between the units of one character.
        """
        if not 0 <= offset <= self.units:
            raise OffsetError(f"offset {offset} is outside the text, which has {self.units} ({self.unit})")
        if self._starts is None:
            return offset
        found = bisect_left(self._starts, offset)
        if self._starts[found] != offset:
            raise OffsetError(
                f"offset {offset} ({self.unit}) is inside the character at code point {found - 1}"
            )
        return found
