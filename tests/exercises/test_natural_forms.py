"""Every exercise reads its solution's answers in each natural form, or refuses a form with a sentence that is listed here."""

from __future__ import annotations

import ast
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from labelwright.authoring.natural_forms import natural_forms
from labelwright.authoring.prove import SEEDS, run
from labelwright.checks.check import Check
from labelwright.checks.runner import run_checks
from labelwright.checks.verdicts import Failed, NotAttempted
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.exchange.plain_data import Column, Table, dumps, labels, loads
from labelwright.grading import grade

ROOT = Path(__file__).resolve().parents[2]
SLUGS = [exercise.slug for exercise in Course(ROOT).exercises]
QUICK = ("plan-a-labelling-project", "read-a-market-claim")
REFUSED: dict[tuple[str, str, str], str] = {
    ("audit-a-published-lexicon", "ratings", "columns in another order"): "7,485 rows differ from the file",
    (
        "audit-a-published-lexicon",
        "ratings",
        "first column as index",
    ): "`ratings` has 7,520 rows and 9 columns",
    (
        "audit-a-published-lexicon",
        "ratings",
        "with one column too many",
    ): "`ratings` has 7,520 rows and 11 columns",
    ("clean-a-messy-table", "cleaned", "with a left-over index"): "`cleaned` has the columns index, record,",
    ("clean-a-messy-table", "cleaned", "with one column too many"): "`cleaned` has the columns record,",
    ("clean-a-messy-table", "raw", "columns in another order"): "`raw` is no longer the sheet",
    ("clean-a-messy-table", "raw", "first column as index"): "`raw` is no longer the sheet",
    ("clean-a-messy-table", "raw", "with one column too many"): "`raw` is no longer the sheet",
    ("find-label-errors", "queue", "set"): "The self-confidence in `queue` goes from",
    ("find-label-errors", "queue", "frozenset"): "The self-confidence in `queue` goes from",
}
"""(exercise, name, form) to what the check says, where the form loses something that the task asks for."""


class Recorded(Work):
    """Work with other values instead of some answers; it remembers which names were asked for, and shares what needs none."""

    def __init__(self, work: Work, values: dict[str, Any], shared: dict[str, Any]) -> None:
        self.asked: list[str] = []
        self._values_instead = values
        self._shared = shared

        def ask(question: dict[str, Any]) -> bytes:
            self.asked.append(question["name"] if question["ask"] == "value" else "")
            if question["ask"] == "value" and question["name"] in values:
                return dumps({"state": "here", "value": values[question["name"]]})
            return work._ask(question)

        super().__init__(work.material, ask)
        self._base = work

    @property
    def solution(self) -> Any:
        """The solution's answers, which no form of the learner's changes."""
        return self._base.solution

    def cached(self, key: str, compute: Callable[[], Any]) -> Any:
        """Share with other work what was computed without a question: it cannot depend on the form of an answer."""
        if key in self._shared:
            return self._shared[key]
        before, known = len(self.asked), key in self._computed
        found = super().cached(key, compute)
        if not known and len(self.asked) == before and not self._values:
            self._shared[key] = found
        return found


def live(value: Any) -> Any:
    """Return plain data as what a notebook would hold."""
    if isinstance(value, Table):
        return value.frame()
    if isinstance(value, Column):
        return pd.Series(value.values, index=pd.Index(labels(value.index)))
    if isinstance(value, dict):
        return {key: live(item) for key, item in value.items()}
    if isinstance(value, list) and value and all(isinstance(row, list) for row in value):
        even = all(len(row) == len(value[0]) for row in value)
        numbers = even and all(isinstance(cell, (int, float)) for row in value for cell in row)
        return np.array(value) if numbers else [tuple(row) for row in value]
    two = isinstance(value, list) and len(value) == 2 and all(isinstance(end, float) for end in value)
    return tuple(value) if two else value


def verdict(check: Check, work: Work) -> str:
    """Return what a check says against the work; empty if it passes."""
    try:
        check.function(work)
    except (Failed, NotAttempted) as said:
        return str(said)
    return ""


def first_refusal(checks: Iterable[Check], make: Callable[[], Work]) -> str:
    """Return what the first check that does not pass says; empty if all pass. What comes after it is not asked."""
    failed: set[str] = set()
    said = ""
    for check in checks:
        if check.after and check.after.id in failed:
            failed.add(check.id)
        elif fault := verdict(check, make()):
            failed.add(check.id)
            said = said or fault
    return said


def refusals(checks: Iterable[Check], work: Work, tried: Counter[str]) -> dict[tuple[str, str], str]:
    """Return (name, form) to what the checks that ask for the name say of the form; and count the forms of each name."""
    found: dict[tuple[str, str], str] = {}
    shared: dict[str, Any] = {}
    asking: dict[str, list[Check]] = defaultdict(list)
    for check in checks:
        recorded = Recorded(work, {}, shared)
        assert verdict(check, recorded) == ""
        for name in dict.fromkeys(filter(None, recorded.asked)):
            asking[name].append(check)
    for name, askers in asking.items():
        answer = loads(work._ask({"ask": "value", "name": name}))
        forms = natural_forms(live(answer["value"])) if answer["state"] == "here" else {}
        for form, make in forms.items():
            tried[name] += 1
            changed = {name: make()}
            if said := first_refusal(askers, lambda: Recorded(work, changed, shared)):  # noqa: B023
                found[name, form] = said
    return found


@pytest.mark.mostly_slow(*QUICK, reason="each case grades a notebook, then asks its checks about every form")
@pytest.mark.parametrize("slug", SLUGS)
def test_every_answer_is_read_in_each_natural_form(
    course: Course, slug: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[tuple[str, str], str] = {}
    tried: Counter[str] = Counter()

    def ask_all(exercise: Exercise, checks: Iterable[Check], work: Work) -> Any:
        checks = list(checks)
        found.update(refusals(checks, work, tried))
        return run_checks(exercise, checks, work)

    monkeypatch.setattr(grade, "run_checks", ask_all)
    exercise = course.exercise(slug)
    report = run(course, exercise, solution_cells(exercise), SEEDS[0])
    assert report.passed, report.outcome
    print(f"{slug}: {dict(tried)}")
    expected = {(name, form): said for (where, name, form), said in REFUSED.items() if where == slug}
    assert {key: said for key, said in found.items() if key not in expected} == {}
    assert {key: said for key, said in expected.items() if said not in found.get(key, "")} == {}


COMPARES = {"close", "refuse_rounded"}
"""Words that compare a number with the right one and tell a rounded value."""


def names_called(function: ast.FunctionDef) -> set[str]:
    """Return the names of the functions that a function calls."""
    calls = (node.func for node in ast.walk(function) if isinstance(node, ast.Call))
    return {call.id for call in calls if isinstance(call, ast.Name)}


def compares_numbers(source: str) -> list[tuple[str, str]]:
    """Return name and sentence of each check that compares a number, itself or by a function of the same file."""
    functions = [node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)]
    helpers = {one.name for one in functions if not one.decorator_list and names_called(one) & COMPARES}
    checks = [one for one in functions if one.decorator_list and names_called(one) & (COMPARES | helpers)]
    return [(one.name, ast.get_docstring(one) or "") for one in checks]


def test_a_check_that_compares_a_number_says_how_exact_it_must_be() -> None:
    sources = {slug: (ROOT / "exercises" / slug / "checks.py").read_text(encoding="utf-8") for slug in SLUGS}
    found = [(slug, *one) for slug, source in sources.items() for one in compares_numbers(source)]
    # A declared check says it by itself.
    declared = sum(source.count(" = number(") for source in sources.values())
    assert len(found) + declared > 20
    silent = [one for one in found if not re.search(r"\bwithin\b|\bround(ed)?\b", one[2])]
    # A whole number has no decimals to round.
    assert [one[:2] for one in silent] == [("audit-slices", "harmless_messages_are_counted")]


def test_a_form_that_a_check_does_not_read_is_found() -> None:
    def strict(work: Work) -> None:
        if not isinstance(work.value("x"), list):
            raise Failed("It is not a list.")

    def ask(question: dict[str, Any]) -> bytes:
        return dumps({"state": "here", "value": ["b", "a"]})

    check = Check("strict", "t", "s", strict)
    found = refusals([check], Work(None, ask), Counter())  # type: ignore[arg-type]
    assert found["x", "set"] == "It is not a list."
    assert ("x", "tuple") not in found
