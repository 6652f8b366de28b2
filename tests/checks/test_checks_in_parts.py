"""A long checks.py may have parts in its folder; they leave no trace, and a broken one is named."""

from __future__ import annotations

import sys

import pytest

from labelwright.checks.runner import load_checks
from labelwright.course.exercise import ExerciseError

MORE = "\nfrom .parts import sentence\n"


def test_parts_are_imported_and_forgotten(own_counting):
    exercise = own_counting.course.exercises[0]
    checks = exercise.folder / "checks.py"
    (exercise.folder / "parts.py").write_text("from .deeper import sentence\n", "utf-8")
    (exercise.folder / "deeper.py").write_text("sentence = 'first'\n", "utf-8")
    checks.write_text(checks.read_text("utf-8") + MORE + "assert sentence == 'first'\n", "utf-8")
    before, count = set(sys.modules), len(load_checks(exercise))
    assert count
    assert [name for name in set(sys.modules) - before if "labelwright_checks" in name] == []
    (exercise.folder / "deeper.py").write_text("sentence = 'second, and longer'\n", "utf-8")
    with pytest.raises(ExerciseError, match="AssertionError"):
        load_checks(exercise)
    assert list(exercise.folder.rglob("*.pyc")) == []


def test_a_part_decides_a_grade(own_counting):
    exercise = own_counting.course.exercises[0]
    before = exercise.digest
    (exercise.folder / "parts.py").write_text("x = 1\n", "utf-8")
    del exercise.__dict__["digest"]
    assert exercise.digest != before
