"""Checks are asked in order, share their task's points, and never pass by accident."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks import Check, CheckResult, Failed, Measure, NotAttempted, Passed, Verdict, Work, check
from labelwright.checks.runner import load_checks, passes, run_checks
from labelwright.course.exercise import ExerciseError


def declared(task: str, does: Callable[[Work], Any], name: str = "some_check", **options: Any) -> Check:
    def function(work: Work) -> Any:
        return does(work)

    function.__name__, function.__doc__ = name, f"{name} holds."
    return check(task, **options)(function)


def fail(**parts: Any) -> Callable[[Work], None]:
    def does(work: Work) -> None:
        raise Failed("It is wrong.", **parts)

    return does


def missing(work: Work) -> None:
    raise NotAttempted("Not there.")


def breaks(work: Work) -> None:
    raise KeyError("oops")


def fine(work: Work) -> None:
    return None


def test_a_check_is_its_function_name_and_docstring() -> None:
    @check("first", weight=2)
    def finds_every_fault(work: Work) -> None:
        """You find
        every fault.

        This part is for authors.
        """

    assert (finds_every_fault.id, finds_every_fault.task) == ("finds-every-fault", "first")
    assert (finds_every_fault.sentence, finds_every_fault.weight) == ("You find every fault.", 2)
    assert declared("first", fine, after=finds_every_fault).after is finds_every_fault


@pytest.mark.parametrize("weight", [0, -1])
def test_a_weight_is_above_zero(weight: float) -> None:
    with pytest.raises(ValueError, match="weight must be above 0"):
        declared("first", fine, weight=weight)


def test_a_check_without_a_sentence_is_refused() -> None:
    with pytest.raises(ValueError, match=r"silent has no docstring\. Write one"):

        @check("first")
        def silent(work: Work) -> None: ...


@pytest.mark.parametrize("credit", [1.0, 1.5, -0.1, float("nan")])
def test_credit_is_a_share_below_one(credit: float) -> None:
    with pytest.raises(ValueError, match="credit must be at least 0 and below 1"):
        Failed("x", credit=credit)


def test_verdicts_points_and_messages(exercise: Any, work: Any) -> None:
    parts = {"misconception": "M", "why": "W", "advice": "A", "measured": 3, "expected": "4"}
    checks = [
        declared("first", lambda w: Passed(0.5, "0.5", "A note."), "one", weight=3),
        declared("first", fail(credit=0.5, **parts), "two"),
        declared("second", missing, "three"),
    ]
    results, notes = run_checks(exercise, checks, work())
    one, two, three = results
    assert notes == []
    assert [r.verdict for r in results] == [Verdict.PASSED, Verdict.FAILED, Verdict.NOT_ATTEMPTED]
    assert [(r.points, r.max_points) for r in results] == [(45, 45), (7.5, 15), (0, 40)]
    assert [r.must for r in results] == [True, True, False]
    assert (one.found, one.measured, one.expected) == ("A note.", 0.5, "0.5")
    assert (two.message, two.measured, two.expected) == ("It is wrong. M W A", 3, "4")
    assert three.message == "Not there."


def test_measures_come_along_from_both_ends(exercise: Any, work: Any) -> None:
    measure = Measure(id="m", name="M", value=0.5)
    checks = [
        declared("first", lambda w: Passed(measures=(measure,)), "one"),
        declared("second", fail(measures=(measure,)), "two"),
    ]
    assert [r.measures for r in run_checks(exercise, checks, work())[0]] == [(measure,), (measure,)]


@pytest.mark.parametrize("before", [fail(), fail(credit=0.9), missing, breaks])
def test_what_waits_for_another_is_not_run(exercise: Any, work: Any, before: Any) -> None:
    first = declared("first", before, "one")
    second = declared("first", fine, "two", after=first)
    third = declared("second", fine, "three", after=second)
    results, _ = run_checks(exercise, [first, second, third], work())
    assert [r.verdict for r in results[1:]] == [Verdict.NOT_RUN] * 2
    assert [r.points for r in results[1:]] == [0, 0]
    assert results[1].found == "This waits for another check to pass first: one holds."


def test_what_waits_runs_once_the_other_passed(exercise: Any, work: Any) -> None:
    first = declared("first", fine, "one")
    results, _ = run_checks(exercise, [first, declared("second", fine, "two", after=first)], work())
    assert [r.verdict for r in results] == [Verdict.PASSED] * 2


BROKEN = {
    "raises": breaks,
    "returns True": lambda w: True,
    "returns False": lambda w: False,
    "returns a text": lambda w: "fine",
    "measures a table": lambda w: Passed(measured=[1, 2]),  # type: ignore[arg-type]
    "fails with a table": fail(measured=[1, 2]),
    "recurses": lambda w: BROKEN["recurses"](w),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_check_that_breaks_never_passes_and_is_noted(exercise: Any, work: Any, name: str) -> None:
    checks = [declared("first", BROKEN[name], "one"), declared("second", fine, "two")]
    results, notes = run_checks(exercise, checks, work())
    assert (results[0].verdict, results[0].points, results[1].verdict) == (Verdict.NOT_RUN, 0, Verdict.PASSED)
    assert "It is not your fault." in results[0].found
    assert len(notes) == 1
    assert notes[0].startswith("The check one crashed (")
    assert notes[0].endswith("Tell its author.")


def test_broken_letters_in_a_message_are_replaced(exercise: Any, work: Any) -> None:
    def does(work: Work) -> None:
        raise Failed("found a\ud800b", measured="c\udfffd", advice="\ud83d\ude00")

    (result,) = run_checks(exercise, [declared("first", does)], work(), "first")[0]
    assert (result.found, result.measured, result.advice) == ("found a\ufffdb", "c\ufffdd", "\U0001f600")
    assert CheckResult.model_validate_json(result.model_dump_json()) == result


def test_one_task_is_shown_and_the_points_are_the_same(exercise: Any, work: Any) -> None:
    checks = [
        declared("first", fine, "one"),
        declared("second", fine, "two"),
        declared("second", fail(), "three"),
    ]
    results, _ = run_checks(exercise, checks, work(), "second")
    assert [(r.id, r.points, r.max_points) for r in results] == [("two", 20, 20), ("three", 0, 20)]


def result(task: str, verdict: Verdict, points: float, must: bool) -> CheckResult:
    return CheckResult(
        id=task, task=task, sentence="s", verdict=verdict, points=points, max_points=60, must=must
    )


@pytest.mark.parametrize(
    ("first", "second", "passed"),
    [
        ((Verdict.PASSED, 60), (Verdict.PASSED, 40), True),
        ((Verdict.PASSED, 60), (Verdict.FAILED, 10), True),
        ((Verdict.PASSED, 60), (Verdict.FAILED, 9.99), False),
        ((Verdict.FAILED, 59), (Verdict.PASSED, 40), False),
        ((Verdict.NOT_RUN, 0), (Verdict.PASSED, 40), False),
        ((Verdict.NOT_ATTEMPTED, 60), (Verdict.PASSED, 40), False),
    ],
)
def test_passing_takes_the_mark_and_every_must(exercise: Any, first: Any, second: Any, passed: bool) -> None:
    results = [result("first", *first, must=True), result("second", *second, must=False)]
    assert passes(exercise, results) is passed
    assert passes(exercise, iter(results)) is passed


def test_nothing_never_passes(exercise: Any) -> None:
    assert passes(exercise, []) is False


HEAD = "from labelwright.checks import check\n\n"
ONE = '@check("{}")\ndef holds_{}(work):\n    """It holds."""\n\n'


def test_checks_are_read_in_their_order(exercise: Any) -> None:
    write(exercise.folder, HEAD + ONE.format("second", "b") + ONE.format("first", "a"))
    assert [found.id for found in load_checks(exercise)] == ["holds-b", "holds-a"]


@pytest.mark.parametrize(
    ("source", "sentence"),
    [
        (None, "is missing. Every exercise folder needs its checks."),
        ("1 / 0", "cannot be loaded: ZeroDivisionError: division by zero"),
        ("def", "cannot be loaded: SyntaxError"),
        ("\0", "cannot be loaded: "),
        (HEAD + ONE.format("first", "a"), "the task 'second' has no check. Write one, or remove the task."),
        (
            HEAD + ONE.format("third", "a"),
            "holds-a belongs to the task 'third', which is not in exercise.toml.",
        ),
        (HEAD + '@check("first")\ndef f(work): ...', "has no docstring"),
    ],
)
def test_what_is_wrong_with_checks_is_told(exercise: Any, source: str | None, sentence: str) -> None:
    write(exercise.folder, source)
    with pytest.raises(ExerciseError) as caught:
        load_checks(exercise)
    assert sentence in str(caught.value)
    assert str(exercise.folder / "checks.py") in str(caught.value)


def write(folder: Path, source: str | None) -> None:
    folder.mkdir(exist_ok=True)
    if source is not None:
        (folder / "checks.py").write_text(source, encoding="utf-8")
