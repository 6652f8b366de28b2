"""An agreement report as HTML for a notebook: an interval dot plot, a heat map of confusions, and the words."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from labelwright.feedback.html import environment
from labelwright.feedback.plain import clean
from labelwright.quality.coefficients.result import Agreement
from labelwright.quality.confusion import Confusion
from labelwright.quality.report.model import AgreementReport, Section, rating_text

ROW = 30
TRACK = 300
LETTER = 6.9
"""Width of an average letter at 13 px, with room to spare."""
MOST_SHADE = 0.4
"""Stronger colour than this would leave the number in the cell too little contrast."""


@dataclass(frozen=True)
class Dot:
    """One row of the dot plot: places in pixels, NaN-free; `there` is False where the value is undefined."""

    name: str
    figure: str
    y: float
    x: float = 0
    low: float = 0
    high: float = 0
    there: bool = True
    bounded: bool = True


@dataclass(frozen=True)
class DotPlot:
    """The dot plot of a section: its rows, its ticks (place, figure) and its size in pixels."""

    rows: tuple[Dot, ...]
    ticks: tuple[tuple[float, str], ...]
    left: float
    width: float
    height: float
    told: str


@dataclass(frozen=True)
class Cell:
    """One cell of the heat map; `shade` is the opacity of its colour, 0 to MOST_SHADE."""

    x: float
    y: float
    figure: str
    shade: float
    diagonal: bool
    told: str


@dataclass(frozen=True)
class HeatMap:
    """The heat map of a confusion table: cells, labels with the middle of their row or column, size in pixels."""

    cells: tuple[Cell, ...]
    labels: tuple[tuple[float, str, str], ...]
    """(middle, the label as drawn, the whole label)."""
    left: float
    top: float
    side: float
    width: float
    height: float
    turned: bool
    """Whether the labels above the columns stand at a slant, being too long to lie."""
    rows: str
    columns: str
    told: str


def agreement_html(report: AgreementReport) -> str:
    """An HTML fragment with the whole report, readable in light and dark; all text in it is escaped."""
    drawn = [(section, dot_plot(section.coefficients), heat_map(section)) for section in report.sections]
    template = environment().get_template("agreement.html.j2")
    return template.render(report=report, drawn=drawn, figure=figure, clean=clean, isnan=math.isnan)


def agreement_svg(section: Section) -> str:
    """The dot plot of one section as an SVG file of its own, light and dark; all text in it is escaped."""
    template = environment().get_template("agreement_picture.svg.j2")
    return template.render(plot=dot_plot(section.coefficients))


def figure(one: Agreement) -> str:
    """A coefficient's value with its interval, as "0.61 [0.51, 0.71]"."""
    if math.isnan(one.value):
        return "undefined"
    bounds = "" if math.isnan(one.low) else f" [{one.low:.2f}, {one.high:.2f}]"
    return f"{one.value:.2f}{bounds}"


def dot_plot(found: Sequence[Agreement]) -> DotPlot:
    """Place the coefficients on one scale, from 0, or lower where an interval needs it, to 1."""
    ends = [end for one in found for end in (one.value, one.low) if not math.isnan(end)]
    start = min(0.0, math.floor(min(ends, default=0.0) * 5 - 1e-9) / 5)
    left = max(len(one.coefficient) for one in found) * LETTER + 16

    def place(value: float) -> float:
        return round(left + (value - start) / (1 - start) * TRACK, 1)

    rows = []
    for number, one in enumerate(found):
        y = ROW * (number + 0.5) + 4
        if math.isnan(one.value):
            rows.append(Dot(one.coefficient, figure(one), y, there=False))
            continue
        bounded = not math.isnan(one.low)
        low, high = (place(one.low), place(one.high)) if bounded else (0.0, 0.0)
        rows.append(Dot(one.coefficient, figure(one), y, place(one.value), low, high, bounded=bounded))
    steps = range(round(start * 5), 6, 1 if start > -0.5 else 2)
    ticks = tuple((place(step / 5), f"{step / 5:.1f}") for step in steps)
    told = "; ".join(f"{one.coefficient} {figure(one)}" for one in found)
    return DotPlot(tuple(rows), ticks, left, left + TRACK + 140, ROW * len(found) + 32, told)


def heat_map(section: Section) -> HeatMap | None:
    """Place the cells of a section's confusion table; None where it has none or one label only."""
    confusion = section.confusion
    if confusion is None or len(confusion.labels) < 2:
        return None
    names = [clean(rating_text(label)) for label in confusion.labels]
    short = [name if len(name) <= 16 else name[:15] + "…" for name in names]
    longest = max(len(name) for name in short)
    left, side = longest * LETTER + 16, 30 if len(names) > 10 else 44
    turned = longest * LETTER > side
    top = (longest * LETTER * 0.75 if turned else 18) + 18
    cells = tuple(
        _cell(confusion, row, column, left + column * side, top + row * side, names)
        for row in range(len(names))
        for column in range(len(names))
    )
    labels = tuple((side * (place + 0.5), short[place], names[place]) for place in range(len(names)))
    worst = confusion.most_confused(3)
    told = "; ".join(
        f"{rating_text(one.row)} with {rating_text(one.column)} {_times(one.times)} times" for one in worst
    )
    extent = side * len(names)
    room = longest * LETTER * 0.75 if turned else 8
    return HeatMap(
        cells,
        labels,
        left,
        top,
        side,
        left + extent + room,
        top + extent + 6,
        turned,
        clean(confusion.rows),
        clean(confusion.columns),
        f"Most confused: {told}" if told else "No confusions",
    )


def _cell(confusion: Confusion, row: int, column: int, x: float, y: float, names: list[str]) -> Cell:
    times = confusion.table[row][column]
    total = sum(confusion.table[row])
    share = times / total if total else 0.0
    told = f"{confusion.rows}: {names[row]}, {confusion.columns}: {names[column]}: {_times(times)}, {share:.0%} of the row"
    shade = round(MOST_SHADE * share, 3)
    return Cell(x, y, _times(times) if times else "", shade, row == column, clean(told))


def _times(times: float) -> str:
    """A count as drawn: whole numbers as they are, others to three figures."""
    return f"{times:.0f}" if float(times).is_integer() or times >= 100 else f"{times:.1f}"
