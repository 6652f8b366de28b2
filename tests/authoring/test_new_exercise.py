"""A new exercise is one folder that keeps the rules and proves itself before anybody edits it."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest

from labelwright.authoring.build import build_all, stale_files
from labelwright.authoring.lint import lint
from labelwright.authoring.new import course_for_new, new_exercise
from labelwright.authoring.prove import prove
from labelwright.course.course import Course, open_course
from labelwright.course.exercise import ExerciseError
from labelwright.course.root import CourseError

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
    assert len(proofs) == 11
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


def empty_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "own"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def test_an_empty_folder_becomes_a_course_around_the_first_exercise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = empty_folder(tmp_path, monkeypatch)
    made = new_exercise(course_for_new(None), "brand-new", module="m01-new")
    assert made == folder.resolve() / "exercises" / "brand-new"
    assert {path.name for path in folder.iterdir()} == {".git", "exercises", "datasets"}
    # In git, a folder without a file is lost.
    assert all(any(part.rglob("*.*")) for part in (folder / "exercises", folder / "datasets"))
    course = open_course()
    assert course.root == folder.resolve()
    assert build_all(course) == []
    assert lint(course, course.exercise("brand-new")) == []
    before = snapshot(folder)
    new_exercise(course_for_new(None), "second", module="m01-new")
    assert before.items() < snapshot(folder).items()
    assert course_for_new(str(folder)).root == folder.resolve()


def test_a_folder_inside_a_course_or_with_files_does_not_become_one(
    own_counting: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inside = own_counting.course.root / "notes"
    inside.mkdir()
    monkeypatch.chdir(inside)
    assert course_for_new(None).root == own_counting.course.root.resolve()
    # Named by hand, it does.
    assert course_for_new(str(inside)).root == inside.resolve()
    (inside / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(
        CourseError, match=r"is not a course.*To start a course of your own, run this in an empty folder"
    ):
        course_for_new(str(inside))
    empty_folder(tmp_path, monkeypatch)
    monkeypatch.setenv("LABELWRIGHT_COURSE", str(own_counting.course.root))
    assert course_for_new(None).root == own_counting.course.root.resolve()
