"""A value under the human ceiling: how far it reaches of what people reach, with its interval."""

from __future__ import annotations

from markupsafe import Markup

from labelwright_portfolio.charts.scale import drawing, line, place
from labelwright_portfolio.results import Span

HEIGHT = 18
_Y = HEIGHT / 2


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
        marks.append(line("ceiling", top, top, 0, HEIGHT))
    return drawing(HEIGHT, marks)
