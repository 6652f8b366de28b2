"""Every exercise reads its solution's answers in each natural form, or refuses a form with a sentence of its proof.toml."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.forms import refusals
from labelwright.authoring.prove import SEEDS, prove_forms
from labelwright.checks.check import Check
from labelwright.checks.verdicts import Failed
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.exchange.plain_data import dumps

ROOT = Path(__file__).resolve().parents[2]
SLUGS = [exercise.slug for exercise in Course(ROOT).exercises]
QUICK = ("plan-a-labelling-project", "read-a-market-claim")


@pytest.mark.mostly_slow(*QUICK, reason="each case asks the checks about every form of every answer")
@pytest.mark.parametrize("slug", SLUGS)
def test_every_answer_is_read_in_each_natural_form(course: Course, slug: str) -> None:
    proof = prove_forms(course, course.exercise(slug), SEEDS[0])
    assert proof.faults == ()


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
    assert silent == []


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
