"""The scores of several attempts as a rising or falling line, beside the line that passing requires."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 320, 150, 22, 298, 26, 128


@dataclass(frozen=True)
class Step:
    """One attempt: its score from 0 to 100, and the bound text of that score."""

    percent: float
    text: Markup


def slope(steps: Sequence[Step], required: float | None) -> Markup:
    """The drawing of two attempts or more, the oldest first; empty where there is but one."""
    if len(steps) < 2:
        return Markup("")
    gap = (RIGHT - LEFT) / (len(steps) - 1)
    points = [(LEFT + gap * place, _height(step.percent)) for place, step in enumerate(steps)]
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
        WIDTH, HEIGHT, Markup("").join(parts)
    )


def _height(percent: float) -> float:
    return BOTTOM - (BOTTOM - TOP) * min(max(percent, 0.0), 100.0) / 100


def _two(number: float) -> str:
    return f"{number:.2f}".rstrip("0").rstrip(".")
