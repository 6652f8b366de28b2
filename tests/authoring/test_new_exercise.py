"""A new exercise is one folder that keeps the rules and proves itself before anybody edits it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.build import build_all, stale_files
from labelwright.authoring.lint import lint
from labelwright.authoring.new import new_exercise
from labelwright.authoring.prove import prove
from labelwright.course.course import Course
from labelwright.course.exercise import ExerciseError

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def copy(tmp_path: Path) -> Course:
    """A copy of the course's exercises and datasets."""
    for name in ("exercises", "datasets"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return Course(tmp_path)


def snapshot(root: Path) -> dict[str, bytes]:
    return {
        str(p.relative_to(root)): p.read_bytes()
        for p in root.rglob("*")
        if p.is_file() and "__pycache__" not in p.parts
    }


def test_a_new_exercise_touches_one_folder_and_proves_itself(copy: Course) -> None:
    before = snapshot(copy.root)
    folder = new_exercise(copy, "brand-new", module="m09-end", dataset="vader-lexicon")
    after = snapshot(copy.root)
    assert {name: after[name] for name in before} == before
    assert {Path(name).parts[:2] for name in after.keys() - before.keys()} == {("exercises", "brand-new")}
    assert b"@" not in b"".join(path.read_bytes().replace(b"@check", b"") for path in folder.rglob("*.py"))
    exercise = copy.exercise("brand-new")
    assert (exercise.module, exercise.datasets) == ("m09-end", ("vader-lexicon",))
    assert lint(copy, exercise) == []
    proofs = list(prove(copy, exercise, ("ada",)))
    assert [proof.faults for proof in proofs] == [()] * len(proofs)
    assert len(proofs) == 7
    assert Course(copy.root).exercises[-1].slug == "brand-new"


def test_building_again_changes_nothing(copy: Course) -> None:
    new_exercise(copy, "brand-new", module="m09-end")
    assert build_all(Course(copy.root)) == []
    before = snapshot(copy.root)
    (copy.root / "exercises" / "brand-new" / "learner.ipynb").unlink()
    assert stale_files(Course(copy.root)) == [copy.root / "exercises" / "brand-new" / "learner.ipynb"]
    assert build_all(Course(copy.root)) == [copy.root / "exercises" / "brand-new" / "learner.ipynb"]
    assert snapshot(copy.root) == before


@pytest.mark.parametrize("slug", ["Bad", "two words", "../up", "", "under_score", "-x", "a--b", "é"])
def test_a_bad_name_is_refused(counting: Any, slug: str) -> None:
    before = snapshot(counting.course.root)
    with pytest.raises(ExerciseError, match="Use lower-case words joined by single hyphens"):
        new_exercise(counting.course, slug, module="m01")
    assert snapshot(counting.course.root) == before


def test_a_taken_name_is_refused_and_left_alone(own_counting: Any) -> None:
    before = snapshot(own_counting.course.root)
    with pytest.raises(ExerciseError, match=r"already exists and was not changed\."):
        new_exercise(own_counting.course, "count-the-labels", module="m01")
    assert snapshot(own_counting.course.root) == before


def test_an_unknown_dataset_is_refused_before_anything_is_made(own_counting: Any) -> None:
    with pytest.raises(ExerciseError, match="This course has no dataset 'gone'"):
        new_exercise(own_counting.course, "brand-new", module="m01", dataset="gone")
    assert not (own_counting.course.root / "exercises" / "brand-new").exists()
