"""Places on a horizontal scale, in per cent of the width, so that a drawing fits every screen."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

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
