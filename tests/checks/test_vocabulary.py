"""The words that checks are written in: numbers that are close, known mistakes, found sets, choices."""

from __future__ import annotations

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks import (
    Case,
    Failed,
    Known,
    close,
    diagnose,
    found_items,
    function_gives,
    one_of,
    refuse_rounded,
    right_choice,
)
from labelwright.checks.compare import is_rounded

finite = st.floats(-1e6, 1e6)
names = st.lists(st.text(max_size=3), max_size=12)


@given(finite, st.floats(0, 10))
def test_close_passes_within_the_tolerance(truth: float, tolerance: float) -> None:
    close("x", truth, truth, tolerance=tolerance)
    with pytest.raises(Failed):
        close("x", truth + tolerance + 1, truth, tolerance=tolerance)


def test_a_wrong_number_names_the_known_mistake_never_the_truth() -> None:
    known = [Known(62.5, "A percentage.", "Leave out * 100."), Known(math.nan, "Never.")]
    with pytest.raises(Failed) as caught:
        close("share", 62.5, 0.123456, tolerance=1e-6, known=known, why="Units.", advice="Divide.")
    said = caught.value
    assert said.found == "`share` is 62.5000, which is not the right value for your data."
    assert (said.misconception, said.advice, said.why) == ("A percentage.", "Leave out * 100.", "Units.")
    assert (said.measured, said.expected) == (62.5, "within 1e-06 of the reference for your data")
    assert "0.12" not in " ".join(map(str, vars(said).values()))
    with pytest.raises(Failed) as caught:
        close("share", 7, 0.5, tolerance=0.1, known=known, advice="Divide.", show=".1f")
    assert (caught.value.misconception, caught.value.advice) == ("", "Divide.")
    assert caught.value.found.startswith("`share` is 7.0,")


@given(st.floats(0.001, 1e6), st.integers(2, 9))
def test_a_rounded_number_is_said_to_be_right_but_rounded(truth: float, digits: int) -> None:
    value = float(f"{truth:.{digits}g}")
    if abs(value - truth) <= 1e-6 * max(1.0, truth):
        return
    shown = len(repr(value).replace(".", "").strip("0"))
    with pytest.raises(Failed) as caught:
        close("x", value, truth, tolerance=1e-6)
    if shown >= (3 if value == int(value) else 2):
        assert caught.value.found == f"`x` is {value:g}: right, but rounded."
        assert caught.value.credit == 0.8
        assert str(truth) not in " ".join(map(str, vars(caught.value).values()))


@pytest.mark.parametrize(
    ("value", "truth", "said"),
    [
        (0.63, 0.6321, True),
        (0.632, 0.6321, True),
        (0.0021, 0.00214, True),
        (-0.41, -0.4123, True),
        (1235.0, 1234.56, True),
        (0.6666, 2 / 3, True),
        (0.66, 2 / 3, False),
        (0.6, 0.6321, False),
        (1.0, 0.9876, False),
        (0.5, 0.5012, True),
        (1.0, 0.9976, False),
        (0.0, 0.001, False),
        (12.0, 12.34, False),
        (0.64, 0.6321, False),
        (0.6322, 0.6321, False),
        (math.nan, 0.5, False),
        (0.5, math.nan, False),
        (0.25, 0.25, False),
    ],
)
def test_what_counts_as_rounded(value: float, truth: float, said: bool) -> None:
    assert is_rounded(value, truth) is said


def test_a_rounded_number_that_is_a_known_mistake_too_is_called_both() -> None:
    with pytest.raises(Failed) as caught:
        close("x", 0.63, 0.6321, tolerance=1e-6, known=[Known(0.63, "A mistake.")])
    assert caught.value.misconception == "A mistake. Or you rounded the right value."
    assert caught.value.credit == 0.0


def test_a_list_of_numbers_is_rounded_if_every_wrong_one_is() -> None:
    refuse_rounded("x", [(0.5, 0.5), (0.7, 0.6321)], 1e-6)
    refuse_rounded("x", [(0.5, 0.5), (0.25, 0.25)], 1e-6)
    with pytest.raises(Failed, match=r"`x` is 0\.63: right, but rounded"):
        refuse_rounded("x", [(0.5, 0.5), (0.63, 0.6321)], 1e-6)


def test_a_function_that_rounds_is_told_so(work: Any) -> None:
    cases = [Case((1.0, 3.0), [1 / 3, {"a": 2 / 3}]), Case((1.0, 2.0), [0.5, {"a": 1.0}])]
    exact = work(f=lambda a, b: (a / b, {"a": 2 * a / b}))
    assert function_gives(exact, "f", cases)
    rounds = work(f=lambda a, b: (round(a / b, 3), {"a": 2 * a / b}))
    with pytest.raises(Failed) as caught:
        function_gives(rounds, "f", cases)
    assert caught.value.misconception == "The results are right, but rounded."
    wrong = work(f=lambda a, b: (round(a / b, 3) + 0.1, {"a": 2 * a / b}))
    with pytest.raises(Failed) as caught:
        function_gives(wrong, "f", cases)
    assert caught.value.misconception == ""


def test_an_undefined_number_is_right_where_the_reference_is_undefined() -> None:
    close("kappa", math.nan, math.nan, tolerance=1e-6)
    with pytest.raises(Failed):
        close("kappa", 0.0, math.nan, tolerance=1e-6)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_no_strange_number_is_close(value: float) -> None:
    with pytest.raises(Failed):
        close("x", value, 0.5, tolerance=1e9)
    assert diagnose(value, [Known(value, "strange")]) is None


def test_the_nearest_known_mistake_is_named() -> None:
    known = [Known(1.0, "far"), Known(1.2, "near")]
    assert diagnose(1.15, known, tolerance=0.5) == known[1]
    assert diagnose(2.0, known, tolerance=0.5) is None
    assert diagnose(1.0, []) is None
    # Many mistakes give 0 or 1, so neither names one.
    assert diagnose(1.0, [Known(1.0, "one of many")], tolerance=0.5) is None
    assert diagnose(0.0, [Known(0.0, "one of many")], tolerance=0.5) is None


@given(names, names)
def test_a_found_set_parts_into_hits_missed_and_extra(named: list[str], true: list[str]) -> None:
    found = found_items(named, true)
    assert set(found.hits) == set(named) & set(true)
    assert set(found.missed) == set(true) - set(named)
    assert set(found.extra) == set(named) - set(true)
    assert len(found.hits) + len(found.missed) == len(set(true))
    assert len(found.hits) + len(found.extra) == len(set(named))
    assert 0 <= found.recall <= 1
    assert 0 <= found.precision <= 1
    assert (found.recall == 1) == (not found.missed)
    assert (found.precision == 1) == (not found.extra)


def test_a_found_set_keeps_its_order_and_shows_some() -> None:
    found = found_items(["z", "b", "a", "b", "y"], ["a", "b", "c", "d"])
    assert (found.hits, found.missed, found.extra) == (("a", "b"), ("c", "d"), ("z", "y"))
    assert (found.recall, found.precision) == (0.5, 0.5)
    assert found.some_extra() == "`z`, `y`"
    assert found_items(map(str, range(1_007)), []).some_extra(3) == "`0`, `1`, `2` and 1,004 more"
    assert (found_items([], []).recall, found_items([], []).precision) == (1.0, 1.0)


def test_a_choice_is_taken_in_any_case_and_named_otherwise() -> None:
    assert one_of("level", " ORDINAL\n", ["nominal", "ordinal"]) == "ordinal"
    with pytest.raises(Failed) as caught:
        one_of("level", "ratio", ["nominal", "ordinal"])
    assert caught.value.found == "`level` is 'ratio', which is not one of the choices."
    assert caught.value.advice == 'Use one of: "nominal", "ordinal".'


def test_a_wrong_choice_is_told_what_it_shows_and_a_right_one_is_given_back() -> None:
    choices = {"delete": "The rare goes with the wrong.", "ask": ""}
    assert right_choice("step", "Ask ", choices, why="w", advice="a") == "ask"
    with pytest.raises(Failed) as caught:
        right_choice("step", "DELETE", choices, why="w", advice="a", credit=0.5, expected="a person")
    said = caught.value
    assert (said.found, said.misconception) == ('`step` is "delete".', "The rare goes with the wrong.")
    assert (said.why, said.advice, said.credit) == ("w", "a", 0.5)
    assert (said.measured, said.expected) == ("delete", "a person")
    with pytest.raises(Failed, match="not one of the choices"):
        right_choice("step", "wait", choices, why="w", advice="a")
