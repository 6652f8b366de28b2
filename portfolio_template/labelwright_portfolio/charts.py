"""Draw the page's charts as SVG: bars, bullets, dots and slopes on a common scale."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from labelwright_portfolio.result_rows import Span

LEFT, RIGHT = 1.5, 98.5
"""Where the scale's ends lie; the margin keeps a dot at an end whole."""


def place(value: float, lowest: float, highest: float = 1.0) -> str:
    """The place of a value on a scale from `lowest` to `highest`, as per cent of the width."""
    share = (value - lowest) / (highest - lowest)
    return f"{LEFT + share * (RIGHT - LEFT):.2f}%"


def line(name: str, x1: str, x2: str, y1: float, y2: float) -> Markup:
    """One line of the class `name`."""
    return Markup('<line class="{}" x1="{}" x2="{}" y1="{:g}" y2="{:g}"/>').format(name, x1, x2, y1, y2)


def drawing(height: int, parts: Sequence[Markup]) -> Markup:
    """The parts as a drawing as wide as its place, hidden from screen readers."""
    return Markup('<svg class="chart" aria-hidden="true" width="100%" height="{}">{}</svg>').format(
        height, Markup("").join(parts)
    )


HEIGHT = 20


def score_bar(percent: float, required: float | None) -> Markup:
    """The drawing of one score; without a required line where none is known."""
    y = HEIGHT / 2
    marks = [line("rail", "0%", "100%", y, y)]
    if percent > 0:
        marks.append(line("bar", place(0, 0, 100), place(min(percent, 100), 0, 100), y, y))
    if required is not None:
        at = place(required, 0, 100)
        marks.append(line("required", at, at, 0, HEIGHT))
    return drawing(HEIGHT, marks)


BULLETS_HEIGHT = 18
_Y = BULLETS_HEIGHT / 2


def bullet(span: Span) -> Markup:
    """The drawing of one result on the scale from 0 to 1, shaded up to the ceiling where one is known.

    Empty for a value below 0, which has no place on that scale.
    """
    if span.value < 0:
        return Markup("")
    marks = [line("rail", "0%", "100%", _Y, _Y)]
    if span.ceiling is not None and span.ceiling > 0:
        marks.append(line("within", place(0, 0), place(span.ceiling, 0), _Y, _Y))
    if span.value > 0:
        marks.append(line("reach", place(0, 0), place(span.value, 0), _Y, _Y))
    if span.low is not None and span.high is not None:
        ends = place(max(span.low, 0), 0), place(span.high, 0)
        marks += [line("halo", *ends, _Y, _Y), line("whisker", *ends, _Y, _Y)]
    if span.ceiling is not None and span.ceiling > 0:
        top = place(span.ceiling, 0)
        marks.append(line("ceiling", top, top, 0, BULLETS_HEIGHT))
    return drawing(BULLETS_HEIGHT, marks)


DOTS_HEIGHT = 26
_DOTS_Y = DOTS_HEIGHT // 2


def dot_row(span: Span, lowest: float = 0.0) -> Markup:
    """The drawing of one result on the scale from `lowest` (0 or -1) to 1."""
    marks = [line("rail", "0%", "100%", _DOTS_Y, _DOTS_Y)]
    if span.low is not None and span.high is not None:
        low, high = place(span.low, lowest), place(span.high, lowest)
        marks.append(line("interval", low, high, _DOTS_Y, _DOTS_Y))
        marks += [line("cap", end, end, _DOTS_Y - 6, _DOTS_Y + 6) for end in (low, high)]
    if span.ceiling is not None:
        at = place(span.ceiling, lowest)
        marks.append(line("ceiling", at, at, _DOTS_Y - 11, _DOTS_Y + 11))
    marks.append(
        Markup('<circle class="dot" cx="{}" cy="{}" r="5.5"/>').format(place(span.value, lowest), _DOTS_Y)
    )
    return drawing(DOTS_HEIGHT, marks)


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


WIDTH, SLOPES_HEIGHT, SLOPES_LEFT, SLOPES_RIGHT, TOP, BOTTOM = 320, 150, 22, 298, 26, 128


@dataclass(frozen=True)
class Step:
    """One attempt: its score from 0 to 100, and the bound text of that score."""

    percent: float
    text: Markup


def slope(steps: Sequence[Step], required: float | None) -> Markup:
    """The drawing of two attempts or more, the oldest first; empty where there is but one."""
    if len(steps) < 2:
        return Markup("")
    gap = (SLOPES_RIGHT - SLOPES_LEFT) / (len(steps) - 1)
    points = [(SLOPES_LEFT + gap * place, _height(step.percent)) for place, step in enumerate(steps)]
    parts = [Markup('<line class="base" x1="8" x2="312" y1="{0}" y2="{0}"/>').format(BOTTOM)]
    if required is not None:
        parts.append(
            Markup('<line class="required" x1="8" x2="312" y1="{0}" y2="{0}"/>').format(
                _two(_height(required))
            )
        )
    joined = " ".join(f"{_two(x)},{_two(y)}" for x, y in points)
    parts.append(Markup('<polyline class="slope" points="{}"/>').format(joined))
    for place, ((x, y), step) in enumerate(zip(points, steps, strict=True)):
        anchor = "start" if place == 0 else "end" if place == len(steps) - 1 else "middle"
        shift = -8 if anchor == "start" else 8 if anchor == "end" else 0
        parts.append(Markup('<circle class="dot" cx="{}" cy="{}" r="6"/>').format(_two(x), _two(y)))
        parts.append(
            Markup('<text class="value" x="{}" y="{}" text-anchor="{}">{}</text>').format(
                _two(x + shift), _two(y - 12), anchor, step.text
            )
        )
    return Markup('<svg class="slopes" aria-hidden="true" viewBox="0 0 {} {}">{}</svg>').format(
        WIDTH, SLOPES_HEIGHT, Markup("").join(parts)
    )


def _height(percent: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(max(percent, 0.0), 100.0) / 100


def _two(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
