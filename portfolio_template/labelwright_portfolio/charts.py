"""The chart of measured results as inline SVG: a dot, its 95% interval and the human ceiling on one scale.

Horizontal places are per cent of the width and vertical ones are pixels, so that text keeps its
size on every screen. Colours come from the page's CSS variables.
"""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from labelwright_portfolio.figures import ROW_WIDTH
from labelwright_portfolio.results import MeasuredResult, Span

LINE, TRACK, GAP, AXIS = 19, 24, 20, 30
"""Heights in pixels: one line of a label, a row's track, the space between rows, the axis."""

_LEFT, _RIGHT = 1.5, 98.5


def dot_chart(results: Sequence[MeasuredResult], ident: str) -> Markup:
    """The chart of all results that have a place on the scale; empty markup when none has.

    `ident` begins every id inside, so that several charts can stand on one page.
    """
    rows = [(result, result.span) for result in results if result.span is not None]
    if not rows:
        return Markup("")
    lowest = -1.0 if any(_least(span) < 0 for _, span in rows) else 0.0
    parts, y = [], 0
    for result, span in rows:
        row, height = _row(result, span, lowest, y)
        parts.append(row)
        y += height + GAP
    return Markup(
        '<svg class="chart" role="img" aria-labelledby="{0}-title {0}-desc" width="100%" height="{1}">'
        '<title id="{0}-title">Measured results</title>'
        '<desc id="{0}-desc">One row for each measured result: a dot for the value, a bar for its interval '
        "and an upright mark for the human ceiling where one is known. The table below holds the same numbers."
        "</desc>{2}{3}</svg>"
    ).format(ident, y + AXIS, Markup("").join(parts), _axis(lowest, y))


def _least(span: Span) -> float:
    return min(part for part in (span.value, span.low, span.ceiling) if part is not None)


def place(value: float, lowest: float) -> str:
    """The horizontal place of a value on a scale from `lowest` to 1, as per cent of the width."""
    share = (value - lowest) / (1 - lowest)
    return f"{_LEFT + share * (_RIGHT - _LEFT):.2f}%"


def _row(result: MeasuredResult, span: Span, lowest: float, top: int) -> tuple[Markup, int]:
    beside = len(result.value.text) + (len(result.n.text) + 4 if result.is_count else 0)
    lines = result.name.lines(max(10, ROW_WIDTH - beside))
    label = Markup("").join(
        Markup('<text class="label" x="0" y="{}">{}</text>').format(
            top + LINE * (i + 1) - 4, line.element("tspan")
        )
        for i, line in enumerate(lines)
    )
    of = Markup(" of {}").format(result.n.element("tspan")) if result.is_count else Markup("")
    value = Markup('<text class="value" x="100%" y="{}" text-anchor="end">{}{}</text>').format(
        top + LINE - 4, result.value.element("tspan"), of
    )
    track = _track(span, lowest, top + LINE * len(lines) + TRACK // 2)
    return label + value + track, LINE * len(lines) + TRACK


def _track(span: Span, lowest: float, y: int) -> Markup:
    marks = [_line("rail", "0%", "100%", y, y)]
    if span.low is not None and span.high is not None:
        low, high = place(span.low, lowest), place(span.high, lowest)
        marks.append(_line("interval", low, high, y, y))
        marks += [_line("cap", end, end, y - 6, y + 6) for end in (low, high)]
    if span.ceiling is not None:
        at = place(span.ceiling, lowest)
        marks.append(_line("ceiling", at, at, y - 10, y + 10))
    marks.append(Markup('<circle class="dot" cx="{}" cy="{}" r="6"/>').format(place(span.value, lowest), y))
    return Markup("").join(marks)


def _line(name: str, x1: str, x2: str, y1: int, y2: int) -> Markup:
    return Markup('<line class="{}" x1="{}" x2="{}" y1="{}" y2="{}"/>').format(name, x1, x2, y1, y2)


def _axis(lowest: float, top: int) -> Markup:
    ticks = [(lowest, "start"), ((lowest + 1) / 2, "middle"), (1.0, "end")]
    marks = Markup("").join(
        Markup('<text class="tick" x="{}" y="{}" text-anchor="{}" data-unsigned="axis">{}</text>').format(
            place(value, lowest), top + 14, anchor, f"{value:g}".replace("-", "\u2212")
        )
        for value, anchor in ticks
    )
    return _line("base", "0%", "100%", top - 4, top - 4) + marks
