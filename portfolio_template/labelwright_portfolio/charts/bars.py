"""A score as a bar from 0 to 100, with the line that passing requires."""

from __future__ import annotations

from markupsafe import Markup

from labelwright_portfolio.charts.scale import drawing, line, place

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
