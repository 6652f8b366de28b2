"""Did the answer reach the right number, time, date or name: the last one in it that the question did not give."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import TypeVar

from labelwright.data.verdicts.constraints import occurrences
from labelwright.data.verdicts.counting import plain
from labelwright.data.verdicts.finding import Check, Finding, Reply

_NUMBER = re.compile(r"(?<![\w.,])(?:(?<![\d)]\s)(?<!\))[-−])?(?:\d{1,3}(?:[, ]\d{3})+(?!\d)|\d+)(?:\.\d+)?")
_CLOCK = re.compile(r"(?<![\d:.])([01]?\d|2[0-3]):([0-5]\d)(?![\d:])\s*([ap]\.?m\b)?", re.IGNORECASE)
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?:,?\s+(\d{4}))?"
_DATES = (
    (re.compile(rf"(?<!\d){_DAY}\s+(?:of\s+)?{_MONTH}{_YEAR}", re.IGNORECASE), (0, 1, 2)),
    (re.compile(rf"\b{_MONTH}\s+{_DAY}(?!\d){_YEAR}", re.IGNORECASE), (1, 0, 2)),
)
_ISO = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_SLASHED = re.compile(r"(?<!\d)\d{1,2}[/.]\d{1,2}[/.]\d{2,4}(?!\d)")
T = TypeVar("T")


def numbers(text: str) -> list[float]:
    """The numbers written in digits, in order: 1,250 and 1 250 are one number, 1.5 has a decimal point, "5-3" is 5 and 3."""
    return [float(re.sub(r"[, ]", "", found).replace("−", "-")) for found in _NUMBER.findall(plain(text))]


def clocks(text: str) -> list[tuple[int, int, bool]]:
    """The times of day as (hour 0 to 23, minute, half known): the half is known after am, pm, an hour over 12 or 0-led."""
    found = []
    for hour, minute, half in _CLOCK.findall(plain(text)):
        value = int(hour)
        if half and value <= 12:
            value = value % 12 + (12 if half[0] in "pP" else 0)
        found.append((value, int(minute), bool(half) or value > 12 or hour.startswith("0")))
    return found


def dates(text: str) -> list[tuple[int | None, int, int]]:
    """The dates as (year or None, month, day), in order; those written in digits only count as ISO dates alone."""
    found: list[tuple[int, tuple[int | None, int, int]]] = []
    bare = plain(text)
    for pattern, (day, month, year) in _DATES:
        for match in pattern.finditer(bare):
            parts = match.groups()
            number = _MONTHS.index(parts[month][:3].casefold()) + 1
            found.append(
                (match.start(), (int(parts[year]) if parts[year] else None, number, int(parts[day])))
            )
    for match in _ISO.finditer(bare):
        found.append((match.start(), (int(match[1]), int(match[2]), int(match[3]))))
    return [value for _, value in sorted(found, key=lambda pair: pair[0])]


def number(check: Check, reply: Reply) -> Finding:
    """The last number that the question does not give is `value`, within `tolerance` (default 1e-9).

    Undecided where the value stands earlier, or where the answer has no digits at all and may use words.
    """
    value, tolerance = float(check["value"]), float(check.get("tolerance", 1e-9))
    if not any(sign.isdigit() for sign in reply.text):
        return Finding(None, "no digits")
    return _last(
        numbers(reply.text), numbers(reply.prompt), lambda found: abs(found - value) <= tolerance, _written
    )


def clock(check: Check, reply: Reply) -> Finding:
    """The last time of day that the question does not give is `value` ("HH:MM"); undecided where am or pm is open."""
    hour, minute = (int(part) for part in check["value"].split(":"))
    found = clocks(reply.text)
    given = {time[:2] for time in clocks(reply.prompt)}
    new = [time for time in found if time[:2] not in given]
    if new and not new[-1][2] and (new[-1][0] % 12, new[-1][1]) == (hour % 12, minute) and hour != new[-1][0]:
        return Finding(None, f"{new[-1][0]}:{new[-1][1]:02d}, morning or evening not said")
    times = [time[:2] for time in found]
    return _last(
        times, list(given), lambda time: time == (hour, minute), lambda time: f"{time[0]}:{time[1]:02d}"
    )


def day(check: Check, reply: Reply) -> Finding:
    """The last date that the question does not give is `value` (ISO); a missing year is allowed.

    Undecided where the value stands earlier, or where the only date is in digits whose order is not said (3/6/2024).
    """
    value = date.fromisoformat(check["value"])
    found = dates(reply.text)
    if not found and _SLASHED.search(reply.text):
        return Finding(None, "a date in digits, its order not said")
    fits = ({value.year, None}, value.month, value.day)
    given = [
        other
        for year, month, number in dates(reply.prompt)
        for other in ((year, month, number), (None, month, number))
    ]
    return _last(
        found,
        given,
        lambda one: one[0] in fits[0] and one[1:] == fits[1:],
        lambda one: "-".join(map(str, one)),
    )


def named(check: Check, reply: Reply) -> Finding:
    """Of the names in `among` that the question does not give, the answer has one, and it is `value`.

    Where the question gives them all, all count. Undecided where the answer has `value` and another.
    """
    given = {name for name in check["among"] if occurrences(name, reply.prompt)}
    if given >= set(check["among"]):
        given = set()
    found = [name for name in check["among"] if name not in given and occurrences(name, reply.text)]
    told = f"found: {', '.join(found) or 'none'}"
    if len(found) > 1 and check["value"] in found:
        return Finding(None, told)
    return Finding(found == [check["value"]], told)


def _last(
    found: Sequence[T], given: Sequence[T], fits: Callable[[T], bool], write: Callable[[T], str]
) -> Finding:
    new = [one for one in found if one not in given]
    if not new:
        return Finding(False, "nothing that the question does not give")
    told = f"last: {write(new[-1])}"
    if fits(new[-1]):
        return Finding(True, told)
    if any(fits(one) for one in new):
        return Finding(None, f"{told}; the right one stands earlier")
    return Finding(False, told)


def _written(value: float) -> str:
    return f"{value:,.10g}"
