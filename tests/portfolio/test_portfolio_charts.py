"""Where a result lies on the chart's scale, and which results get no mark."""

from __future__ import annotations

import re
from typing import Any

import pytest
from markupsafe import Markup

from labelwright_portfolio.charts import dot_chart, place
from labelwright_portfolio.figures import Figure
from labelwright_portfolio.results import MeasuredResult, Span, _is_count, _span
from labelwright_portfolio.works import ShownMeasure


def measure(**parts: Any) -> ShownMeasure:
    empty: dict[str, Any] = dict.fromkeys(("n", "low", "high", "ceiling"))
    texts = dict.fromkeys(("id", "name", "unit", "n_unit", "method", "reference", "ceiling_note"), "")
    return ShownMeasure.model_validate({**empty, **texts, **parts})


def result(shown: ShownMeasure) -> MeasuredResult:
    none = Figure("cred-1", "", "")
    figures = dict.fromkeys(MeasuredResult.__dataclass_fields__, none)
    known = {
        "name": Figure("evidence-1", "/measures/0/name", shown.name),
        "value": Figure("cred-1", "/v", str(shown.value), "number"),
        "n": Figure("cred-1", "/n", str(shown.n or ""), "number"),
    }
    return MeasuredResult(**{**figures, **known, "is_count": _is_count(shown), "span": _span(shown)})  # type: ignore[arg-type]


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


def test_nothing_to_draw_draws_nothing() -> None:
    assert dot_chart([result(measure(value=3.7))], "x") == Markup("")


def test_the_scale_reaches_below_nothing_only_when_it_must() -> None:
    def ticks(*values: float) -> list[str]:
        chart = dot_chart([result(measure(value=value)) for value in values], "x")
        return re.findall(r'class="tick"[^>]*>([^<]+)<', chart)

    assert ticks(0.2, 0.7) == ["0", "0.5", "1"]
    assert ticks(0.2, -0.7) == ["\u22121", "0", "1"]


def test_ends_of_the_scale_keep_a_margin_for_the_dot() -> None:
    assert (place(0, 0), place(1, 0), place(0, -1)) == ("1.50%", "98.50%", "50.00%")


def test_every_mark_of_a_row_is_drawn_once() -> None:
    chart = dot_chart([result(measure(name="alpha", value=0.5, low=0.4, high=0.6, ceiling=0.9))], "x")
    drawn = {
        name: chart.count(f'class="{name}"')
        for name in ("rail", "interval", "cap", "ceiling", "dot", "value")
    }
    assert drawn == {"rail": 1, "interval": 1, "cap": 2, "ceiling": 1, "dot": 1, "value": 1}
    assert 'id="x-title"' in chart
    assert 'aria-labelledby="x-title x-desc"' in chart
