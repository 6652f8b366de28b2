"""The drawings: where each mark lies, which results get one, and that the same numbers give the same bytes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markupsafe import Markup

from labelwright_portfolio.charts import Step, axis, bullet, dot_row, lowest_of, place, score_bar, slope
from labelwright_portfolio.result_rows import Span, _span
from labelwright_portfolio.works import ShownMeasure


def measure(**parts: Any) -> ShownMeasure:
    empty: dict[str, Any] = dict.fromkeys(("n", "low", "high", "ceiling"))
    texts = dict.fromkeys(("id", "name", "unit", "n_unit", "method", "reference", "ceiling_note"), "")
    return ShownMeasure.model_validate({**empty, **texts, **parts})


@pytest.mark.parametrize(
    ("parts", "span"),
    [
        ({"value": 0.5, "low": 0.4, "high": 0.6, "ceiling": 0.9}, Span(0.5, 0.4, 0.6, 0.9)),
        ({"value": -0.2}, Span(-0.2, None, None, None)),
        ({"value": 22.0, "n": 22, "n_unit": "defects"}, Span(1.0, None, None, None)),
        ({"value": 1.0, "n": 4, "n_unit": "defects", "unit": "defects"}, Span(0.25, None, None, None)),
        ({"value": 80.0, "unit": "%", "low": 70.0, "high": 90.0}, Span(0.8, 0.7, 0.9, None)),
        ({"value": 1.0}, None),
        ({"value": 1.0, "low": 0.9, "high": 1.0}, Span(1.0, 0.9, 1.0, None)),
        ({"value": 3.7}, None),
        ({"value": 0.9, "high": 1.1}, None),
        ({"value": 30.0, "n": 22}, None),
        ({"value": 0.0, "n": 0, "unit": "count"}, Span(0.0, None, None, None)),
    ],
)
def test_places_on_the_scale(parts: dict[str, Any], span: Span | None) -> None:
    assert _span(measure(**parts)) == span


def test_ends_of_the_scale_keep_a_margin_for_the_dot() -> None:
    assert (place(0, 0), place(1, 0), place(0, -1), place(70, 0, 100)) == (
        "1.50%",
        "98.50%",
        "50.00%",
        "69.40%",
    )


def test_the_scale_reaches_below_nothing_only_when_it_must() -> None:
    def ticks(*values: float) -> list[str]:
        drawn = axis(lowest_of(Span(value, None, None, None) for value in values))
        return re.findall(r'class="tick"[^>]*>([^<]+)<', drawn)

    assert ticks(0.2, 0.7) == ["0", "0.5", "1"]
    assert ticks(0.2, -0.7) == ["\u22121", "0", "1"]
    assert ticks() == ["0", "0.5", "1"]


FULL, BARE = Span(0.5, 0.4, 0.6, 0.9), Span(0.5, None, None, None)
STEPS = [Step(52.5, Markup("<tspan>52.5</tspan>")), Step(84, Markup("<tspan>84</tspan>"))]
DRAWN = {
    "dots": dot_row(FULL),
    "dots-bare": dot_row(BARE),
    "dots-below": dot_row(Span(-0.4, -0.6, -0.1, None), -1.0),
    "bullet": bullet(FULL),
    "bullet-bare": bullet(BARE),
    "bar": score_bar(84, 70),
    "bar-bare": score_bar(0, None),
    "slope": slope(STEPS, 70),
    "slope-three": slope([*STEPS, Step(100, Markup("100"))], None),
    "axis": axis(0.0),
}


@pytest.mark.parametrize("name", sorted(DRAWN))
def test_the_drawing_is_the_golden_one(name: str, golden: Any) -> None:
    golden(f"portfolio/{name}.svg", f"{DRAWN[name]}\n")


def test_every_mark_is_drawn_once_and_no_mark_without_its_number() -> None:
    def marks(drawing: Markup) -> dict[str, int]:
        return {
            name: drawing.count(f'class="{name}"')
            for name in set(re.findall(r'class="(\w+)"', drawing)) - {"chart"}
        }

    assert marks(DRAWN["dots"]) == {"rail": 1, "interval": 1, "cap": 2, "ceiling": 1, "dot": 1}
    assert marks(DRAWN["dots-bare"]) == {"rail": 1, "dot": 1}
    assert marks(DRAWN["bullet"]) == {
        "rail": 1,
        "within": 1,
        "reach": 1,
        "halo": 1,
        "whisker": 1,
        "ceiling": 1,
    }
    assert marks(DRAWN["bullet-bare"]) == {"rail": 1, "reach": 1}
    assert marks(DRAWN["bar"]) == {"rail": 1, "bar": 1, "required": 1}
    assert marks(DRAWN["bar-bare"]) == {"rail": 1}


def test_what_cannot_be_drawn_draws_nothing() -> None:
    assert slope(STEPS[:1], 70) == slope([], None) == bullet(Span(-0.1, None, None, 0.5)) == Markup("")


def test_drawings_are_hidden_from_screen_readers() -> None:
    assert all('aria-hidden="true"' in drawing for drawing in DRAWN.values())
