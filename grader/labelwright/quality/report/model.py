"""An agreement report as data, and as text."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import Any

from labelwright.quality.coefficients.result import Agreement
from labelwright.quality.confusion import Confusion


@dataclass(frozen=True)
class WorstItem:
    """An item on which people disagree: its id, each rating in words, and the share of agreeing pairs (0 to 1)."""

    item: str
    ratings: tuple[tuple[str, str], ...]
    """(rater, rating); the rater is empty where nobody knows who it was."""
    agreement: float


@dataclass(frozen=True)
class Tendency:
    """How one person differs from the others on the same items.

    `agreement` is the mean agreement with the others (0 to 1). `bias` is how much higher they score than the others
    on average, with its interval at the report's confidence, NaN where labels have no order. `note` puts it in words.
    """

    rater: str
    n_items: int
    agreement: float
    bias: float
    low: float
    high: float
    note: str


@dataclass(frozen=True)
class Section:
    """What was found about one thing judged; the first of `coefficients` is the one to quote, `why` says why."""

    title: str
    coefficients: tuple[Agreement, ...]
    why: str
    confusion: Confusion | None = None
    worst: tuple[WorstItem, ...] = ()
    tendencies: tuple[Tendency, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def headline(self) -> Agreement:
        """The coefficient to quote."""
        return self.coefficients[0]


@dataclass(frozen=True)
class AgreementReport:
    """How far people agree: `design` says in words what was found in the data, `sections` what it means.

    Prints as text; in a notebook it draws itself.
    """

    design: str
    sections: tuple[Section, ...]

    def __repr__(self) -> str:
        """The report as text."""

        return report_text(self)


WIDTH = 88
TRACK = 30


def report_text(report: AgreementReport) -> str:
    """The whole report as text, at most 88 columns wide where labels and names allow; control characters are replaced."""
    lines = ["Agreement report", *_wrapped(report.design)]
    for section in report.sections:
        lines += ["", *_section(section)]
    return "\n".join(printable(line) for line in lines)


def printable(text: str) -> str:
    """`text` on one line, with every character that does not print replaced."""
    # Labels and ids come from files: an escape code among them would steer the reader's terminal.
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text)


def _section(section: Section) -> list[str]:
    lines = [section.title, "-" * min(len(section.title), WIDTH)]
    longest = max(len(one.coefficient) for one in section.coefficients)
    lines += [_dot_line(one, longest) for one in section.coefficients]
    undefined = dict.fromkeys(one.reason for one in section.coefficients if one.reason)
    lines += [line for reason in undefined for line in _wrapped(f"Undefined: {reason}", "  ")]
    lines += _wrapped(section.why)
    lines += [line for text in section.warnings for line in _wrapped(f"! {text}", "  ")]
    lines += _confusions(section.confusion)
    lines += _worst(section.worst)
    lines += _people(section.tendencies)
    return lines


def _dot_line(one: Agreement, longest: int) -> str:
    name = one.coefficient.ljust(longest)
    if math.isnan(one.value):
        return f"{name}  undefined"
    bounds = "" if math.isnan(one.low) else f" [{one.low:6.3f}, {one.high:6.3f}]"
    return f"{name}  {one.value:6.3f}{bounds or ' ' * 17}  {_track(one)}"


def _track(one: Agreement) -> str:
    """The interval from -0.2 to 1 (the left end stands for anything below) as characters."""
    cells = ["·"] * TRACK
    low, high = (one.value, one.value) if math.isnan(one.low) else (one.low, one.high)
    for place in range(_place(low), _place(high) + 1):
        cells[place] = "─"
    cells[_place(one.value)] = "●"
    return "".join(cells)


def _place(value: float) -> int:
    return round((min(max(value, -0.2), 1.0) + 0.2) / 1.2 * (TRACK - 1))


def _confusions(confusion: Confusion | None) -> list[str]:
    found = confusion.most_confused(3) if confusion else ()
    if confusion is None or not found:
        return []
    if confusion.symmetric:
        told = [f"{in_words(c.row)} with {in_words(c.column)} ({c.times:.3g} pairs)" for c in found]
        return _wrapped("Most confused: " + "; ".join(told))
    told = [f"{in_words(c.row)} / {in_words(c.column)} ({c.times:g} times)" for c in found]
    return _wrapped(f"Most confused ({confusion.rows} / {confusion.columns}): " + "; ".join(told))


def _worst(worst: tuple[WorstItem, ...]) -> list[str]:
    if not worst:
        return []
    lines = ["Least agreed items:"]
    for one in worst:
        ratings = ", ".join(f"{rater}: {rating}" if rater else rating for rater, rating in one.ratings)
        lines += _wrapped(f"{one.item}  {ratings}", "  ")
    return lines


def _people(found: tuple[Tendency, ...]) -> list[str]:
    if not found:
        return []
    lines = ["Raters:"]
    for one in found:
        agreed = "" if math.isnan(one.agreement) else f"agrees {one.agreement:.2f} with the others; "
        told = f"{one.rater}  {one.n_items:,} items; {agreed}{one.note}"
        lines += _wrapped(told, "  ")
    return lines


def _wrapped(text: str, lead: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=lead + ("  " if lead else ""),
        break_on_hyphens=False,
    )


def in_words(value: Any) -> str:
    """A rating as a reader sees it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(str(part) for part in value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
