"""A learner's function on given inputs, and a learner's checker on good answers and mutants."""

from __future__ import annotations

import json
import math
from typing import Any

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks import Case, Failed, KnownWay, NotAttempted, function_gives, rejects_mutants
from labelwright.checks.functions import _shown
from labelwright.checks.results import alike
from labelwright.exchange.plain_data import Column, Table, dumps, loads


def f1(gold: list[int], found: list[int]) -> float:
    both = len(set(gold) & set(found))
    total = len(gold) + len(found)
    return 2 * both / total if total else math.nan


CASES = [
    Case(([1, 2], [2, 3]), 0.5),
    Case(([1], [1]), 1.0),
    Case(([], []), math.nan, "nothing on either side"),
    Case(([1], []), 0.0, "nothing found"),
]


def failed(work: Any, function: object, **options: Any) -> Failed:
    with pytest.raises(Failed) as caught:
        function_gives(work(score=function), "score", CASES, **options)
    return caught.value


def test_a_right_function_passes(work: Any) -> None:
    assert function_gives(work(score=f1), "score", CASES).measured == 1.0


def test_the_input_is_shown_and_the_right_result_is_not(work: Any) -> None:
    caught = failed(work, lambda g, f: 0.0 if not f else f1(g, f), full=0.9, half=0.7)
    assert (
        "`score` is right on 3 of 4 inputs. Wrong (nothing on either side): for `score([], [])` it gives 0.0."
        in caught.found
    )
    assert "nan" not in caught.found
    assert caught.credit == 0.5


def test_a_set_is_shown_in_a_stable_order(work: Any) -> None:
    caught = failed(work, lambda g, f: {"b", "a", "c"})
    assert "it gives {'a', 'b', 'c'}." in caught.found


def test_an_error_is_shown_with_its_input(work: Any) -> None:
    caught = failed(work, lambda g, f: 2 * len(set(g) & set(f)) / (len(g) + len(f)))
    assert "for `score([], [])` `score(...)` raised ZeroDivisionError: division by zero." in caught.found
    assert "last line of the error" in caught.advice


def test_a_known_wrong_way_is_named(work: Any) -> None:
    def recall(gold: list[int], found: list[int]) -> float:
        return len(set(gold) & set(found)) / len(gold) if gold else 0.0

    way = KnownWay(recall, "This is recall.", "Count both sides.")
    assert failed(work, recall, known=[way]).misconception == "This is recall."
    assert failed(work, lambda g, f: 7, known=[way]).misconception == ""
    assert "does not return it" in failed(work, lambda g, f: None, known=[way]).misconception


def test_a_known_wrong_way_may_stop_with_an_error_as_the_learners_function_does(work: Any) -> None:
    def unguarded(gold: list[int], found: list[int]) -> float:
        return 100 * len(set(gold) & set(found)) / len(gold)

    way = KnownWay(unguarded, "This is in percent.")
    assert failed(work, unguarded, known=[way]).misconception == "This is in percent."
    guarded = KnownWay(lambda g, f: unguarded(g, f) if g else 0.0, "This is in percent.")
    assert failed(work, unguarded, known=[guarded]).misconception == ""
    always = KnownWay(lambda g, f: 1 / 0, "It always stops.")
    assert failed(work, lambda g, f: 1 / 0, known=[always]).misconception == ""


def test_a_way_that_is_wrong_where_the_function_is_right_is_not_named(work: Any) -> None:
    # Both give 0 where nothing is on either side; only one of them is right elsewhere.
    way = KnownWay(lambda g, f: 0.0 if not f else 1.0, "Everything is right or wrong.")
    assert failed(work, lambda g, f: f1(g, f) if f else 0.0, known=[way]).misconception == ""
    assert failed(work, way.function, known=[way]).misconception == "Everything is right or wrong."


def counting(right: Any, wrong: Any, change: Any) -> Any:
    """Return a function that answers by how often it has been called: `wrong` where `change` says so."""
    calls: list[int] = []

    def answer(*arguments: Any) -> Any:
        calls.append(1)
        return wrong(*arguments) if change(len(calls)) else right(*arguments)

    return answer


@pytest.mark.parametrize(
    "change", [lambda n: n > len(CASES), lambda n: n <= len(CASES), lambda n: n % 4 == 0]
)
def test_a_function_that_changes_its_mind_fails_and_earns_nothing(work: Any, change: Any) -> None:
    caught = failed(work, counting(f1, lambda g, f: 0.25, change), half=0.1)
    assert "does not do the same for the same input: for `score(" in caught.found
    assert caught.credit == 0


def test_a_function_that_stops_only_at_times_changes_its_mind(work: Any) -> None:
    caught = failed(work, counting(f1, lambda g, f: 1 / 0, lambda n: n > len(CASES)))
    assert "and the second time it stops with an error." in caught.found


def test_a_function_that_needs_chance_within_the_tolerance_passes(work: Any) -> None:
    calls: list[int] = []

    def noisy(gold: list[int], found: list[int]) -> float:
        calls.append(1)
        return f1(gold, found) + 0.009 * (-1) ** len(calls)

    assert function_gives(work(score=noisy), "score", CASES, tolerance=0.01).measured == 1.0


def test_a_function_that_is_not_there_is_not_attempted(work: Any) -> None:
    with pytest.raises(NotAttempted):
        function_gives(work(score=...), "score", CASES)


@pytest.mark.parametrize(
    ("value", "right", "same"),
    [
        ((1, 2.0), [1, 2], True),
        ([1], [1, 2], False),
        ({"a": [1]}, {"a": (1.0,)}, True),
        ({"a": 1}, {"b": 1}, False),
        ({1, 2}, frozenset({2, 1}), True),
        ([1, 2], {1, 2}, False),
        (1, True, False),
        (True, True, True),
        (None, math.nan, True),
        ("a", "a", True),
        (Column("x", [0], [1.0]), [1], True),
        (Table(["x"], [0], [[1]]), [["x"], [1]], True),
        (1e-9, 0, True),
    ],
)
def test_values_are_compared_by_what_they_say(value: object, right: object, same: bool) -> None:
    assert alike(value, right) is same


plain = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=2), inner, max_size=3),
    max_leaves=8,
)


@given(plain, plain)
def test_a_value_is_alike_itself_after_the_crossing(one: Any, other: Any) -> None:
    assert alike(loads(dumps(one)), one)
    assert alike(one, other) == alike(other, one)


def test_frames_can_be_given_and_come_back(work: Any) -> None:
    frame = pd.DataFrame({"x": [1, 2]})
    case = Case((frame,), 3)
    assert function_gives(work(total=lambda f: f["x"].sum()), "total", [case]).measured == 1.0


GOOD = ['{"a": 1}', '{"a": 2}']
MUTANTS = ["a: 1", '{"b": 1}', '{"a": "x"}', '["a"]', '{"a": 1} thanks']


def checks_all(text: str) -> bool:
    try:
        found = json.loads(text)
    except ValueError:
        return False
    return isinstance(found, dict) and isinstance(found.get("a"), int)


def test_a_checker_that_catches_the_mutants_passes(work: Any) -> None:
    assert rejects_mutants(work(ok=checks_all), "ok", GOOD, MUTANTS).measured == 1.0


def test_a_checker_that_lets_one_pass_shows_it(work: Any) -> None:
    with pytest.raises(Failed) as caught:
        rejects_mutants(work(ok=lambda text: '"a"' in text), "ok", GOOD, MUTANTS, half=0.4)
    assert 'rejects 2 of 5 faulty answers and accepts, for example, \'{"a": "x"}\'' in caught.value.found
    assert caught.value.credit == 0.5


@pytest.mark.parametrize("change", [lambda n: n > len(GOOD), lambda n: n % 2 == 0, lambda n: n > 7])
def test_a_checker_that_changes_its_mind_fails_whatever_it_says_first(work: Any, change: Any) -> None:
    checker = counting(lambda text: True, lambda text: False, change)
    with pytest.raises(Failed, match="does not do the same for the same input") as caught:
        rejects_mutants(work(ok=checker), "ok", GOOD, MUTANTS)
    assert caught.value.credit == 0


def test_a_checker_that_rejects_or_accepts_everything_is_told(work: Any) -> None:
    with pytest.raises(Failed) as caught:
        rejects_mutants(work(ok=lambda text: False), "ok", GOOD, MUTANTS)
    assert caught.value.found.startswith("It rejects the right answer '{\"a\": 1}'.")
    assert caught.value.misconception == "`ok` rejects everything."
    assert caught.value.credit == 0.5
    with pytest.raises(Failed) as caught:
        rejects_mutants(work(ok=lambda text: True), "ok", GOOD, MUTANTS)
    assert caught.value.misconception == "`ok` accepts everything."


def test_a_table_is_shown_as_the_learner_would_write_it_or_by_its_size():
    assert _shown(pd.DataFrame({"item": [0, 1]})) == "pd.DataFrame({'item': [0, 1]})"
    assert _shown(pd.DataFrame({"item": range(1200)})) == "a DataFrame with 1,200 rows and 1 column"


def test_none_is_not_nan_and_is_told_apart_from_a_missing_return(work: Any) -> None:
    falls_through = failed(work, lambda g, f: f1(g, f) if g or f else None)
    assert 'write `return float("nan")`' in falls_through.advice
    one_branch = failed(work, lambda g, f: None if g == [1] and f == [1] else f1(g, f))
    assert "For some inputs the function returns None" in one_branch.misconception
    assert "prints" not in one_branch.misconception
    assert "prints or stores its result" in failed(work, lambda g, f: None).misconception


@pytest.mark.parametrize(
    ("wrap", "word"),
    [
        (lambda x: [[x]], "inside a list"),
        (lambda x: (x,), "inside a list"),
        (lambda x: f"{x:.9f}", "is text"),
    ],
)
def test_a_right_number_in_a_wrong_form_is_told(work: Any, wrap: Any, word: str) -> None:
    assert word in failed(work, lambda g, f: wrap(f1(g, f))).misconception
    assert failed(work, lambda g, f: wrap(f1(g, f) + 0.1)).misconception.startswith(
        "The function should return a number"
    )
