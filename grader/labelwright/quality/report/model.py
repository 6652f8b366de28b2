"""An agreement report as data, and as text."""

from __future__ import annotations

import math
import textwrap
from dataclasses import dataclass
from typing import Any

from labelwright.exchange.outside_text import one_line
from labelwright.quality.coefficients.result import Agreement
from labelwright.quality.confusion import Confusion


@dataclass(frozen=True)
class WorstItem:
    """An item on which people disagree: its id, each rating as text, and the share of agreeing pairs (0 to 1)."""

    item: str
    ratings: tuple[tuple[str, str], ...]
    """(rater, rating); the rater is empty where it is not known."""
    agreement: float


@dataclass(frozen=True)
class Tendency:
    """How one person differs from the others on the same items.

    `agreement` is the mean agreement with the others (0 to 1). `bias` is how much higher they score than the others
    on average, with its interval at the report's confidence, NaN where labels have no order. `note` says it in a sentence.
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
    """The findings on one question; the first of `coefficients` is the one to quote, `why` says why."""

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
    """How much people agree: `design` describes the data, `sections` the agreement on each question.

    It prints as text, and a notebook shows it as a table with charts.
    """

    design: str
    sections: tuple[Section, ...]

    def __repr__(self) -> str:
        """Return the report as text."""

        return report_text(self)


WIDTH = 88
TRACK = 30


def report_text(report: AgreementReport) -> str:
    """Return the report as text, at most 88 columns wide if labels and names allow, control characters replaced."""
    lines = ["Agreement report", *_wrapped(report.design)]
    for section in report.sections:
        lines += ["", *_section(section)]
    return "\n".join(one_line(line) for line in lines)


def _section(section: Section) -> list[str]:
    lines = [section.title, "-" * min(len(section.title), WIDTH)]
    longest = max(len(agreement.coefficient) for agreement in section.coefficients)
    lines += [_dot_line(agreement, longest) for agreement in section.coefficients]
    undefined = dict.fromkeys(agreement.reason for agreement in section.coefficients if agreement.reason)
    lines += [line for reason in undefined for line in _wrapped(f"Undefined: {reason}", "  ")]
    lines += _wrapped(section.why)
    lines += [line for text in section.warnings for line in _wrapped(f"! {text}", "  ")]
    lines += _confusions(section.confusion)
    lines += _worst(section.worst)
    lines += _people(section.tendencies)
    return lines


def _dot_line(agreement: Agreement, longest: int) -> str:
    name = agreement.coefficient.ljust(longest)
    if math.isnan(agreement.value):
        return f"{name}  undefined"
    bounds = "" if math.isnan(agreement.low) else f" [{agreement.low:6.3f}, {agreement.high:6.3f}]"
    return f"{name}  {agreement.value:6.3f}{bounds or ' ' * 17}  {_track(agreement)}"


def _track(agreement: Agreement) -> str:
    """Draw the interval on a line from -0.2 (or anything below) to 1, with characters."""
    cells = ["·"] * TRACK
    low, high = (
        (agreement.value, agreement.value) if math.isnan(agreement.low) else (agreement.low, agreement.high)
    )
    for place in range(_place(low), _place(high) + 1):
        cells[place] = "─"
    cells[_place(agreement.value)] = "●"
    return "".join(cells)


def _place(value: float) -> int:
    return round((min(max(value, -0.2), 1.0) + 0.2) / 1.2 * (TRACK - 1))


def _confusions(confusion: Confusion | None) -> list[str]:
    pairs = confusion.most_confused(3) if confusion else ()
    if confusion is None or not pairs:
        return []
    if confusion.symmetric:
        names = [f"{rating_text(c.row)} with {rating_text(c.column)} ({c.times:.3g} pairs)" for c in pairs]
        return _wrapped("Most confused: " + "; ".join(names))
    names = [f"{rating_text(c.row)} / {rating_text(c.column)} ({c.times:g} times)" for c in pairs]
    return _wrapped(f"Most confused ({confusion.rows} / {confusion.columns}): " + "; ".join(names))


def _worst(worst: tuple[WorstItem, ...]) -> list[str]:
    if not worst:
        return []
    lines = ["Least agreed items:"]
    for item in worst:
        ratings = ", ".join(f"{rater}: {rating}" if rater else rating for rater, rating in item.ratings)
        lines += _wrapped(f"{item.item}  {ratings}", "  ")
    return lines


def _people(tendencies: tuple[Tendency, ...]) -> list[str]:
    if not tendencies:
        return []
    lines = ["Raters:"]
    for person in tendencies:
        agreed = "" if math.isnan(person.agreement) else f"agrees {person.agreement:.2f} with the others; "
        lines += _wrapped(f"{person.rater}  {person.n_items:,} items; {agreed}{person.note}", "  ")
    return lines


def _wrapped(text: str, lead: str = "") -> list[str]:
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=lead,
        subsequent_indent=lead + ("  " if lead else ""),
        break_on_hyphens=False,
    )


def rating_text(value: Any) -> str:
    """Return a rating as a reader sees it."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(str(part) for part in value)) or "none"
    return f"{value:g}" if isinstance(value, float) else str(value)
