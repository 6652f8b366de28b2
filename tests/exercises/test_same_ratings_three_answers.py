"""Three alphas: what the solution takes from one library is what the grader's own code gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.data.material import Material
from labelwright.quality import krippendorff_alpha

ROOT = Path(__file__).resolve().parents[2]
SLUG = "same-ratings-three-answers"


def nothing(question):
    raise AssertionError(f"the solution needs nothing of a learner, but {question} was asked")


def test_the_solution_gives_what_another_implementation_gives():
    work = Work(Material(Course(ROOT), Course(ROOT).exercise(SLUG), "ada", 1), nothing)
    ratings = work.sample[[f"r{number}" for number in range(1, 11)]]
    try:
        for level in ("nominal", "ordinal", "interval"):
            found = work.solution.number(f"alpha_{level}")
            assert found == pytest.approx(krippendorff_alpha(ratings, level), abs=1e-9)
    finally:
        work.close()
