"""A measured value as a dot, its 95 % interval as a band, and the human ceiling as an upright mark."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from labelwright_portfolio.charts.scale import drawing, line, place
from labelwright_portfolio.results import Span

HEIGHT = 26
_Y = HEIGHT // 2


def dot_row(span: Span, lowest: float = 0.0) -> Markup:
    """The drawing of one result on the scale from `lowest` (0 or -1) to 1."""
    marks = [line("rail", "0%", "100%", _Y, _Y)]
    if span.low is not None and span.high is not None:
        low, high = place(span.low, lowest), place(span.high, lowest)
        marks.append(line("interval", low, high, _Y, _Y))
        marks += [line("cap", end, end, _Y - 6, _Y + 6) for end in (low, high)]
    if span.ceiling is not None:
        at = place(span.ceiling, lowest)
        marks.append(line("ceiling", at, at, _Y - 11, _Y + 11))
    marks.append(
        Markup('<circle class="dot" cx="{}" cy="{}" r="5.5"/>').format(place(span.value, lowest), _Y)
    )
    return drawing(HEIGHT, marks)


def lowest_of(spans: Iterable[Span]) -> float:
    """Where a scale that all these share begins: -1 where any part lies below 0, else 0."""
    parts = [part for span in spans for part in (span.value, span.low, span.ceiling) if part is not None]
    return -1.0 if min(parts, default=0.0) < 0 else 0.0


def axis(lowest: float) -> Markup:
    """The scale under a column of dots: its ends and its middle."""
    ticks = ((lowest, "start"), ((lowest + 1) / 2, "middle"), (1.0, "end"))
    words = [
        Markup('<text class="tick" x="{}" y="19" text-anchor="{}">{}</text>').format(
            place(value, lowest), anchor, f"{value:g}".replace("-", "\u2212")
        )
        for value, anchor in ticks
    ]
    marks = [line("base", place(value, lowest), place(value, lowest), 0, 5) for value, _ in ticks]
    base = line("base", place(lowest, lowest), place(1.0, lowest), 0.5, 0.5)
    return Markup('<span data-unsigned="axis">{}</span>').format(drawing(24, [base, *marks, *words]))
