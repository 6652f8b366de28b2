"""Draw an agreement report as HTML for a notebook: a dot plot with intervals, a heat map of confusions, and text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from labelwright.exchange.outside_text import one_line
from labelwright.feedback.html import environment
from labelwright.quality.coefficients.result import Agreement
from labelwright.quality.confusion import Confusion
from labelwright.quality.report.model import AgreementReport, Section, rating_text

ROW = 30
TRACK = 300
LETTER = 6.9
"""Width of an average letter at 13 px, with some extra room."""
MOST_SHADE = 0.4
"""With a stronger colour the number in the cell would be hard to read."""


@dataclass(frozen=True)
class Dot:
    """One row of the dot plot: positions in pixels, never NaN; `defined` is False if the value is undefined."""

    name: str
    value_text: str
    y: float
    x: float = 0
    low: float = 0
    high: float = 0
    defined: bool = True
    bounded: bool = True


@dataclass(frozen=True)
class DotPlot:
    """The dot plot of a section: its rows, its ticks (position, text) and its size in pixels."""

    rows: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    left: float
    width: float
    height: float
    description: str


@dataclass(frozen=True)
class Cell:
    """One cell of the heat map; `shade` is the opacity of its colour, 0 to MOST_SHADE."""

    x: float
    y: float
    count_text: str
    shade: float
    diagonal: bool
    description: str


@dataclass(frozen=True)
class HeatMap:
    """The heat map of a confusion table: cells, labels with the middle of their row or column, size in pixels."""

    cells: tuple[Cell, ...]
    labels: tuple[tuple[float, str, str], ...]
    """(middle of the row or column, the label as drawn, the whole label)."""
    left: float
    top: float
    side: float
    width: float
    height: float
    slanted: bool
    """Whether the labels above the columns are drawn at a slant because they are too long."""
    rows: str
    columns: str
    description: str


def agreement_html(report: AgreementReport) -> str:
    """Return an HTML fragment with the whole report, readable in light and dark; all text in it is escaped."""
    sections = [(section, dot_plot(section.coefficients), heat_map(section)) for section in report.sections]
    template = environment().get_template("agreement.html.j2")
    return template.render(
        report=report, sections=sections, value_text=value_text, clean=one_line, isnan=math.isnan
    )


def agreement_svg(section: Section) -> str:
    """Return the dot plot of one section as an SVG file, for light and dark; all text in it is escaped."""
    template = environment().get_template("agreement_picture.svg.j2")
    return template.render(plot=dot_plot(section.coefficients))


def value_text(agreement: Agreement) -> str:
    """Return a coefficient's value with its interval, such as "0.61 [0.51, 0.71]"."""
    if math.isnan(agreement.value):
        return "undefined"
    bounds = "" if math.isnan(agreement.low) else f" [{agreement.low:.2f}, {agreement.high:.2f}]"
    return f"{agreement.value:.2f}{bounds}"


def dot_plot(coefficients: Sequence[Agreement]) -> DotPlot:
    """Place the coefficients on one scale to 1. It starts at 0, or lower if an interval goes below 0."""
    ends = [end for each in coefficients for end in (each.value, each.low) if not math.isnan(end)]
    start = min(0.0, math.floor(min(ends, default=0.0) * 5 - 1e-9) / 5)
    left = max(len(each.coefficient) for each in coefficients) * LETTER + 16

    def place(value: float) -> float:
        return round(left + (value - start) / (1 - start) * TRACK, 1)

    rows = []
    for number, each in enumerate(coefficients):
        y = ROW * (number + 0.5) + 4
        name, text = each.coefficient, value_text(each)
        if math.isnan(each.value):
            rows.append(Dot(name, text, y, defined=False))
            continue
        bounded = not math.isnan(each.low)
        low, high = (place(each.low), place(each.high)) if bounded else (0.0, 0.0)
        rows.append(Dot(name, text, y, place(each.value), low, high, bounded=bounded))
    steps = range(round(start * 5), 6, 1 if start > -0.5 else 2)
    ticks = tuple((place(step / 5), f"{step / 5:.1f}") for step in steps)
    description = "; ".join(f"{row.name} {row.value_text}" for row in rows)
    return DotPlot(tuple(rows), ticks, left, left + TRACK + 140, ROW * len(rows) + 32, description)


def heat_map(section: Section) -> HeatMap | None:
    """Place the cells of a section's confusion table; None if it has no table, or only one label."""
    confusion = section.confusion
    if confusion is None or len(confusion.labels) < 2:
        return None
    names = [one_line(rating_text(label)) for label in confusion.labels]
    short = [name if len(name) <= 16 else name[:15] + "…" for name in names]
    longest = max(len(name) for name in short)
    left, side = longest * LETTER + 16, 30 if len(names) > 10 else 44
    slanted = longest * LETTER > side
    top = (longest * LETTER * 0.75 if slanted else 18) + 18
    cells = tuple(
        _cell(confusion, row, column, left + column * side, top + row * side, names)
        for row in range(len(names))
        for column in range(len(names))
    )
    labels = tuple((side * (place + 0.5), short[place], names[place]) for place in range(len(names)))
    worst = confusion.most_confused(3)
    confusions = "; ".join(
        f"{rating_text(pair.row)} with {rating_text(pair.column)} {_count_text(pair.times)} times"
        for pair in worst
    )
    extent = side * len(names)
    room = longest * LETTER * 0.75 if slanted else 8
    return HeatMap(
        cells,
        labels,
        left,
        top,
        side,
        left + extent + room,
        top + extent + 6,
        slanted,
        one_line(confusion.rows),
        one_line(confusion.columns),
        f"Most confused: {confusions}" if confusions else "No confusions",
    )


def _cell(confusion: Confusion, row: int, column: int, x: float, y: float, names: list[str]) -> Cell:
    times = confusion.table[row][column]
    total = sum(confusion.table[row])
    share = times / total if total else 0.0
    labels = f"{confusion.rows}: {names[row]}, {confusion.columns}: {names[column]}"
    description = f"{labels}: {_count_text(times)}, {share:.0%} of the row"
    shade = round(MOST_SHADE * share, 3)
    return Cell(x, y, _count_text(times) if times else "", shade, row == column, one_line(description))


def _count_text(times: float) -> str:
    """Return a count as it is drawn: whole numbers without decimals, others with one decimal below 100."""
    return f"{times:.0f}" if float(times).is_integer() or times >= 100 else f"{times:.1f}"
