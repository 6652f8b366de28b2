"""Mutants of a solution: each is a small change of one place, and one that no check notices is named."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring import survivors
from labelwright.authoring.bench import Stopped
from labelwright.authoring.mutants import mutants, seeded
from labelwright.authoring.proof_file import read_accepted
from labelwright.authoring.prove import Proof, prove_mutants
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.percent import solution_cells
from labelwright.errors import LabelwrightError

LENIENT = ("from 0 to 1',\n", "from 0 to 1',\n    within=9,\n")


def mutant_proofs(own_counting: Any) -> list[Proof]:
    exercise = Course(own_counting.course.root).exercise(own_counting.exercise.slug)
    return list(prove_mutants(own_counting.course, exercise, ("ada", "grace"), most=None))


def make_lenient(exercise: Exercise) -> None:
    path = exercise.folder / "checks.py"
    source = path.read_text(encoding="utf-8")
    assert source.count(LENIENT[0]) == 1
    path.write_text(source.replace(*LENIENT), encoding="utf-8")


def test_each_mutant_is_python_that_differs_and_has_its_own_name(counting: Any) -> None:
    found = mutants(counting.exercise)
    cells = solution_cells(counting.exercise)
    assert len(found) > 12
    assert len({mutant.name for mutant in found}) == len(found)
    for mutant in found:
        assert ast.unparse(ast.parse(mutant.source)) != ast.unparse(ast.parse(cells[mutant.cell]))


def test_a_seeded_choice_meets_each_line_and_stays_the_same(counting: Any) -> None:
    found = mutants(counting.exercise)
    lines = {(mutant.cell, mutant.line) for mutant in found}
    few = seeded(found, len(lines), "seed")
    assert {(mutant.cell, mutant.line) for mutant in few} == lines
    assert few == seeded(found, len(lines), "seed")
    assert seeded(found, 1000, "seed") == found


def test_the_checks_of_the_small_course_find_its_mutants(own_counting: Any) -> None:
    tried, names = mutant_proofs(own_counting)
    assert tried.holds, tried.faults
    assert names.holds, names.faults
    assert " 0 accepted with a difference" in tried.note


def test_a_lenient_check_lets_mutants_survive_until_they_are_accepted(own_counting: Any) -> None:
    make_lenient(own_counting.exercise)
    tried, _ = mutant_proofs(own_counting)
    assert any("`ham_share` is accepted" in fault for fault in tried.faults)
    listed = "".join(
        f"[[survivor]]\nchange = '''{fault.rpartition(': ')[0]}'''\nwhy = \"The tolerance is wide here.\"\n\n"
        for fault in tried.faults
    )
    (own_counting.exercise.folder / "proof.toml").write_text(listed, encoding="utf-8")
    assert mutant_proofs(own_counting)[0].holds


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[[survivor]]\nchange = 'a'\n", "each with `why`"),
        ("[[survivor]]\nchange = 'a'\nwhy = ' '\n", "say why 'a' is accepted"),
        ("[[survivor]\n", "cannot be read"),
    ],
)
def test_what_is_accepted_needs_a_reason(own_counting: Any, text: str, said: str) -> None:
    path: Path = own_counting.exercise.folder / "proof.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ExerciseError, match=said):
        read_accepted(own_counting.exercise)


def test_without_the_solution_s_answers_nothing_is_said_to_hold(
    own_counting: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    trials = iter([Stopped("It took too long.")])
    monkeypatch.setattr(survivors, "try_all", lambda *given: trials)
    with pytest.raises(LabelwrightError, match="could not be recorded"):
        mutant_proofs(own_counting)
