"""The drawings: where each mark is, which results get one, and that the same numbers give the same bytes."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markupsafe import Markup

from labelwright_portfolio.charts import (
    Step,
    draw_axis,
    draw_bullet,
    draw_dot_row,
    draw_score_bar,
    draw_slope,
    scale_start,
    scale_x,
)
from labelwright_portfolio.result_rows import ScalePosition, _scale_position
from labelwright_portfolio.works import ShownMeasure


def measure(**parts: Any) -> ShownMeasure:
    empty: dict[str, Any] = dict.fromkeys(("n", "low", "high", "ceiling"))
    texts = dict.fromkeys(("id", "name", "unit", "n_unit", "method", "reference", "ceiling_note"), "")
    return ShownMeasure.model_validate({**empty, **texts, **parts})


@pytest.mark.parametrize(
    ("parts", "position"),
    [
        ({"value": 0.5, "low": 0.4, "high": 0.6, "ceiling": 0.9}, ScalePosition(0.5, 0.4, 0.6, 0.9)),
        ({"value": -0.2}, ScalePosition(-0.2, None, None, None)),
        ({"value": 22.0, "n": 22, "n_unit": "defects"}, ScalePosition(1.0, None, None, None)),
        (
            {"value": 1.0, "n": 4, "n_unit": "defects", "unit": "defects"},
            ScalePosition(0.25, None, None, None),
        ),
        ({"value": 80.0, "unit": "%", "low": 70.0, "high": 90.0}, ScalePosition(0.8, 0.7, 0.9, None)),
        ({"value": 1.0}, None),
        ({"value": 1.0, "low": 0.9, "high": 1.0}, ScalePosition(1.0, 0.9, 1.0, None)),
        ({"value": 3.7}, None),
        ({"value": 0.9, "high": 1.1}, None),
        ({"value": 30.0, "n": 22}, None),
        ({"value": 0.0, "n": 0, "unit": "count"}, ScalePosition(0.0, None, None, None)),
    ],
)
def test_places_on_the_scale(parts: dict[str, Any], position: ScalePosition | None) -> None:
    assert _scale_position(measure(**parts)) == position


def test_ends_of_the_scale_keep_a_margin_for_the_dot() -> None:
    assert (scale_x(0, 0), scale_x(1, 0), scale_x(0, -1), scale_x(70, 0, 100)) == (
        "1.50%",
        "98.50%",
        "50.00%",
        "69.40%",
    )


def test_the_scale_reaches_below_nothing_only_when_it_must() -> None:
    def ticks(*values: float) -> list[str]:
        drawn = draw_axis(scale_start(ScalePosition(value, None, None, None) for value in values))
        return re.findall(r'class="tick"[^>]*>([^<]+)<', drawn)

    assert ticks(0.2, 0.7) == ["0", "0.5", "1"]
    assert ticks(0.2, -0.7) == ["\u22121", "0", "1"]
    assert ticks() == ["0", "0.5", "1"]


FULL, BARE = ScalePosition(0.5, 0.4, 0.6, 0.9), ScalePosition(0.5, None, None, None)
STEPS = [Step(52.5, Markup("<tspan>52.5</tspan>")), Step(84, Markup("<tspan>84</tspan>"))]
DRAWN = {
    "dots": draw_dot_row(FULL),
    "dots-bare": draw_dot_row(BARE),
    "dots-below": draw_dot_row(ScalePosition(-0.4, -0.6, -0.1, None), -1.0),
    "bullet": draw_bullet(FULL),
    "bullet-bare": draw_bullet(BARE),
    "bar": draw_score_bar(84, 70),
    "bar-bare": draw_score_bar(0, None),
    "slope": draw_slope(STEPS, 70),
    "slope-three": draw_slope([*STEPS, Step(100, Markup("100"))], None),
    "axis": draw_axis(0.0),
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
    assert (
        draw_slope(STEPS[:1], 70)
        == draw_slope([], None)
        == draw_bullet(ScalePosition(-0.1, None, None, 0.5))
        == Markup("")
    )


def test_drawings_are_hidden_from_screen_readers() -> None:
    assert all('aria-hidden="true"' in drawing for drawing in DRAWN.values())
