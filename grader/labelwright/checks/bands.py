"""Grade a measured value: full, half or no credit by bands, and a message in four parts."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from labelwright.checks.results import Failed, Passed
from labelwright.checks.verdicts import Measure

_SLACK = 1e-9


@dataclass(frozen=True, slots=True)
class Mistake:
    """A mistake that was recognised in the learner's own data, and one thing to try."""

    misconception: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Bands:
    """The value that earns full credit, and the lower value that earns half of it (None: no half credit).

    Raise ValueError if `half` is above `full`.
    """

    full: float
    half: float | None = None

    def __post_init__(self) -> None:
        if self.half is not None and self.half > self.full:
            raise ValueError(
                f"the value for half credit ({self.half:g}) is above the value for full credit ({self.full:g})"
            )

    def __str__(self) -> str:
        """Return the bands as a phrase."""
        words = f"at least {self.full:g}"
        return words if self.half is None else f"{words}; half the points from {self.half:g}"


def at_least(value: float, *, full: float, half: float | None = None) -> float:
    """Return the credit of a value that should be high: 1 from `full` on, 0.5 from `half` on, otherwise 0; 0 for NaN."""
    Bands(full, half)
    if value >= full - _SLACK:
        return 1.0
    return 0.5 if half is not None and value >= half - _SLACK else 0.0


def at_most(value: float, *, full: float, half: float | None = None) -> float:
    """Return the credit of a value that should be low: 1 up to `full`, 0.5 up to `half`, otherwise 0; 0 for NaN."""
    return at_least(-value, full=-full, half=None if half is None else -half)


def settle(
    value: float,
    bands: Bands,
    found: str,
    *,
    mistakes: Iterable[Mistake] = (),
    blocked: str = "",
    why: str = "",
    advice: str = "",
    measures: tuple[Measure, ...] = (),
    note: str = "",
    credit: float | None = None,
    expected: str = "",
) -> Passed:
    """Pass if `value` reaches full credit and nothing blocks it; otherwise raise Failed with `found` and the first mistake.

    `blocked` names a fault that forbids a pass by itself; it comes first in the message and leaves half credit at most.
    `credit` (0 to 1) and `expected` replace what the bands give, for a check that weighs several values.
    """
    credit = at_least(value, full=bands.full, half=bands.half) if credit is None else credit
    measured = "undefined" if math.isnan(value) else round(value, 4)
    expected = expected or str(bands)
    if credit >= 1.0 and not blocked:
        return Passed(measured, expected, note, measures)
    first = next(iter(mistakes), None)
    raise Failed(
        f"{blocked} {found}".strip(),
        misconception=first.misconception if first else "",
        why=why,
        advice=(first.advice if first else "") or advice,
        credit=min(credit, 0.5) if blocked else credit,
        measured=measured,
        expected=expected,
        measures=measures,
    )


def quote_some(ids: Collection[object], limit: int = 5) -> str:
    """Quote the first few of many ids or labels in back ticks, and say how many more there are."""
    shown = ", ".join(f"`{shorten(item)}`" for item in list(ids)[:limit])
    rest = len(ids) - limit
    return f"{shown} and {rest:,} more" if rest > 0 else shown


def shorten(value: object, length: int = 80) -> str:
    """Return `value` as text on one line, cut to `length` characters."""
    text = " ".join(str(value)[: 4 * length].split())
    return text if len(text) <= length else f"{text[: length - 3]}..."


def count_noun(number: int, noun: str, nouns: str = "") -> str:
    """Return a count with its noun: 1 item, 1,200 items."""
    return f"{number:,} {noun if number == 1 else nouns or noun + 's'}"


def bounds(hits: int, n: int) -> tuple[float | None, float | None]:
    """Return Wilson's 95 % interval of `hits` in `n`, rounded for a Measure; (None, None) if n is 0."""
    from labelwright.quality.precision_recall import wilson

    if n == 0:
        return None, None
    low, high = wilson(hits, n)
    return round(low, 4), round(high, 4)
