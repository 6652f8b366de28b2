"""Draw the page's charts as SVG: score bars, bullets, rows of dots with their axis, and slopes over attempts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from labelwright_portfolio.result_rows import ScalePosition

LEFT, RIGHT = 1.5, 98.5
"""Where the ends of the scale are, in per cent of the width; the margin leaves room for a whole dot at an end."""
BAR_HEIGHT, BULLET_HEIGHT, DOT_ROW_HEIGHT, AXIS_HEIGHT = 20, 18, 26, 24
"""Heights of the drawings that are as wide as their place, in pixels."""
SLOPE_WIDTH, SLOPE_HEIGHT = 320, 150
"""The size of the slope drawing in its own units; it is scaled to its place."""
FIRST_X, LAST_X, TOP, BOTTOM = 22, 298, 26, 128
"""Where the slope puts the first and the last attempt, and the scores 100 and 0."""


@dataclass(frozen=True)
class Step:
    """One attempt of a slope: its score from 0 to 100, and the bound text of that score."""

    percent: float
    text: Markup


def draw_score_bar(percent: float, required: float | None) -> Markup:
    """Draw one score from 0 to 100, and the score that passes if it is known."""
    y = BAR_HEIGHT / 2
    marks = [_line("rail", "0%", "100%", y, y)]
    if percent > 0:
        marks.append(_line("bar", scale_x(0, 0, 100), scale_x(min(percent, 100), 0, 100), y, y))
    if required is not None:
        x = scale_x(required, 0, 100)
        marks.append(_line("required", x, x, 0, BAR_HEIGHT))
    return _drawing(BAR_HEIGHT, marks)


def draw_bullet(position: ScalePosition) -> Markup:
    """Draw one result on the scale from 0 to 1, shaded up to the human ceiling if it is known.

    Return an empty text for a value below 0, which has no place on that scale.
    """
    if position.value < 0:
        return Markup("")
    y = BULLET_HEIGHT / 2
    marks = [_line("rail", "0%", "100%", y, y)]
    if position.ceiling is not None and position.ceiling > 0:
        marks.append(_line("within", scale_x(0, 0), scale_x(position.ceiling, 0), y, y))
    if position.value > 0:
        marks.append(_line("reach", scale_x(0, 0), scale_x(position.value, 0), y, y))
    if position.low is not None and position.high is not None:
        ends = scale_x(max(position.low, 0), 0), scale_x(position.high, 0)
        marks += [_line("halo", *ends, y, y), _line("whisker", *ends, y, y)]
    if position.ceiling is not None and position.ceiling > 0:
        x = scale_x(position.ceiling, 0)
        marks.append(_line("ceiling", x, x, 0, BULLET_HEIGHT))
    return _drawing(BULLET_HEIGHT, marks)


def draw_dot_row(position: ScalePosition, lowest: float = 0.0) -> Markup:
    """Draw one result as a dot on the scale from `lowest` (0 or -1) to 1, with its interval and human ceiling."""
    y = DOT_ROW_HEIGHT // 2
    marks = [_line("rail", "0%", "100%", y, y)]
    if position.low is not None and position.high is not None:
        ends = scale_x(position.low, lowest), scale_x(position.high, lowest)
        marks.append(_line("interval", *ends, y, y))
        marks += [_line("cap", x, x, y - 6, y + 6) for x in ends]
    if position.ceiling is not None:
        x = scale_x(position.ceiling, lowest)
        marks.append(_line("ceiling", x, x, y - 11, y + 11))
    marks.append(
        Markup('<circle class="dot" cx="{}" cy="{}" r="5.5"/>').format(scale_x(position.value, lowest), y)
    )
    return _drawing(DOT_ROW_HEIGHT, marks)


def draw_axis(lowest: float) -> Markup:
    """Draw the scale above a column of dots, with numbers at its ends and its middle."""
    ticks = ((lowest, "start"), ((lowest + 1) / 2, "middle"), (1.0, "end"))
    numbers = [
        Markup('<text class="tick" x="{}" y="19" text-anchor="{}">{}</text>').format(
            scale_x(value, lowest), anchor, f"{value:g}".replace("-", "\u2212")
        )
        for value, anchor in ticks
    ]
    marks = [_line("base", scale_x(value, lowest), scale_x(value, lowest), 0, 5) for value, _ in ticks]
    base = _line("base", scale_x(lowest, lowest), scale_x(1.0, lowest), 0.5, 0.5)
    drawing = _drawing(AXIS_HEIGHT, [base, *marks, *numbers])
    return Markup('<span data-unsigned="axis">{}</span>').format(drawing)


def draw_slope(steps: Sequence[Step], required: float | None) -> Markup:
    """Draw two attempts or more, the oldest first; return an empty text for one attempt or none."""
    if len(steps) < 2:
        return Markup("")
    gap = (LAST_X - FIRST_X) / (len(steps) - 1)
    points = [(FIRST_X + gap * place, _slope_y(step.percent)) for place, step in enumerate(steps)]
    parts = [Markup('<line class="base" x1="8" x2="312" y1="{0}" y2="{0}"/>').format(BOTTOM)]
    if required is not None:
        parts.append(
            Markup('<line class="required" x1="8" x2="312" y1="{0}" y2="{0}"/>').format(
                _decimals(_slope_y(required))
            )
        )
    joined = " ".join(f"{_decimals(x)},{_decimals(y)}" for x, y in points)
    parts.append(Markup('<polyline class="slope" points="{}"/>').format(joined))
    for place, ((x, y), step) in enumerate(zip(points, steps, strict=True)):
        anchor = "start" if place == 0 else "end" if place == len(steps) - 1 else "middle"
        shift = -8 if anchor == "start" else 8 if anchor == "end" else 0
        parts.append(Markup('<circle class="dot" cx="{}" cy="{}" r="6"/>').format(_decimals(x), _decimals(y)))
        parts.append(
            Markup('<text class="value" x="{}" y="{}" text-anchor="{}">{}</text>').format(
                _decimals(x + shift), _decimals(y - 12), anchor, step.text
            )
        )
    return Markup('<svg class="slopes" aria-hidden="true" viewBox="0 0 {} {}">{}</svg>').format(
        SLOPE_WIDTH, SLOPE_HEIGHT, Markup("").join(parts)
    )


def scale_start(positions: Iterable[ScalePosition]) -> float:
    """Return where a scale that all these share begins: -1 if any part is below 0, else 0."""
    parts = [
        part
        for position in positions
        for part in (position.value, position.low, position.ceiling)
        if part is not None
    ]
    return -1.0 if min(parts, default=0.0) < 0 else 0.0


def scale_x(value: float, lowest: float, highest: float = 1.0) -> str:
    """Return where a value is on a scale from `lowest` to `highest`, in per cent of the width."""
    share = (value - lowest) / (highest - lowest)
    return f"{LEFT + share * (RIGHT - LEFT):.2f}%"


def _slope_y(percent: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(max(percent, 0.0), 100.0) / 100


def _line(name: str, x1: str, x2: str, y1: float, y2: float) -> Markup:
    """Return one line of the CSS class `name`."""
    return Markup('<line class="{}" x1="{}" x2="{}" y1="{:g}" y2="{:g}"/>').format(name, x1, x2, y1, y2)


def _drawing(height: int, parts: Sequence[Markup]) -> Markup:
    """Return the parts as a drawing that is as wide as its place and hidden from screen readers."""
    return Markup('<svg class="chart" aria-hidden="true" width="100%" height="{}">{}</svg>').format(
        height, Markup("").join(parts)
    )


def _decimals(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
