"""An agreement report as text for a terminal or a log, with each interval drawn as a line of characters."""

from __future__ import annotations

import math
import textwrap

from labelwright.quality.coefficients.value import Agreement
from labelwright.quality.confusion import Confusion
from labelwright.quality.report.findings import in_words
from labelwright.quality.report.parts import AgreementReport, Section, Tendency, WorstItem

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
