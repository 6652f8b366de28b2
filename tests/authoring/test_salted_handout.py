"""In a course with a secret salt, handouts hold samples as files and never the salt, and other work is refused."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from labelwright.authoring.handout import hand_out
from labelwright.authoring.learner_notebook import filled_notebook
from labelwright.authoring.new import new_exercise
from labelwright.checks.verdicts import Origin, OutcomeKind, Report
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.course.root import CourseError
from labelwright.data.salt import salt_mark, salted
from labelwright.grading.batch import grade_here
from labelwright.grading.hand_ins import collect

from .test_handout import SLUG, make_private

NAME = "LABELWRIGHT_SALT"
SALT = "a secret of 16 or more"


@pytest.fixture
def private(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Course:
    monkeypatch.setenv(NAME, SALT)
    return make_private(tmp_path / "course")


def grade(course: Course, path: Path, mark: str | None = None) -> Report:
    (submission,) = collect([path])
    return grade_here(course.root, submission, Origin.GRADER, False, mark)


def handed(folder: Path) -> Path:
    return folder / "ada" / "exercises" / SLUG / "learner.ipynb"


def test_no_handout_holds_the_salt(private: Course, tmp_path: Path) -> None:
    new_exercise(private, "without-a-sample", module="m01-new")
    course = Course(private.root)
    without = hand_out(course, tmp_path / "without", checks=False, learners=("ada", "ben"))
    with_checks = hand_out(course, tmp_path / "with", checks=True)
    secrets = [text.encode() for text in (SALT, salt_mark(), salted(b"").rstrip(b"\x1f").decode(), NAME)]
    files = [path for name in ("without", "with") for path in (tmp_path / name).rglob("*") if path.is_file()]
    assert len(files) > 15
    assert [(path, secret) for path in files for secret in secrets if secret in path.read_bytes()] == []
    assert without.left_out == {}
    assert not (tmp_path / "with" / "exercises" / SLUG).exists()
    assert "depends on LABELWRIGHT_SALT, which stays with you" in with_checks.left_out[SLUG]


def test_checks_are_not_handed_out_where_every_sample_is_secret(private: Course, tmp_path: Path) -> None:
    with pytest.raises(CourseError, match=r"No exercise can be handed out.*Hand out with --no-checks"):
        hand_out(private, tmp_path / "with", checks=True)
    assert not (tmp_path / "with").exists()


def test_work_on_a_handed_out_sample_is_graded_and_all_other_work_refused(
    private: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_out(private, tmp_path / "out", checks=False, learners=("ada",))
    assert grade(private, handed(tmp_path / "out")).outcome.kind is OutcomeKind.FINISHED
    exercise = private.exercise(SLUG)
    own = tmp_path / "ada.ipynb"
    own.write_bytes(filled_notebook(exercise, solution_cells(exercise), "ada"))
    refused = grade(private, own)
    assert (refused.outcome.kind, refused.score, refused.checks) == (OutcomeKind.REFUSED, 0, ())
    assert "This course has a secret salt" in refused.outcome.sentence
    assert "--no-checks" in refused.outcome.advice
    monkeypatch.delenv(NAME)
    hand_out(private, tmp_path / "plain", checks=False, learners=("ada",))
    forgotten = grade(private, handed(tmp_path / "out"))
    assert forgotten.outcome.kind is OutcomeKind.REFUSED
    assert "its data or LABELWRIGHT_SALT has changed" in forgotten.outcome.sentence
    assert grade(private, own).score == 100
    monkeypatch.setenv(NAME, SALT)
    assert grade(private, handed(tmp_path / "plain")).outcome.kind is OutcomeKind.REFUSED


def test_a_worker_with_another_salt_grades_nothing(
    private: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hand_out(private, tmp_path / "out", checks=False, learners=("ada",))
    asked = salt_mark()
    assert grade(private, handed(tmp_path / "out"), asked).outcome.kind is OutcomeKind.FINISHED
    for other in ("", "another secret of some length"):
        monkeypatch.setenv(NAME, other)
        report = grade(private, handed(tmp_path / "out"), asked)
        assert report.outcome.kind is OutcomeKind.NOT_GRADED
        assert "another LABELWRIGHT_SALT" in report.outcome.sentence


def test_a_sample_that_was_handed_out_needs_no_salt_to_be_read(
    private: Course, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from labelwright.data.material import Material

    exercise = private.exercise(SLUG)
    drawn = Material(private, exercise, "ada").sample()
    hand_out(private, tmp_path / "out", checks=False, learners=("ada",))
    monkeypatch.delenv(NAME)
    shutil.move(private.root, tmp_path / "elsewhere")
    course = Course(tmp_path / "out" / "ada")
    assert Material(course, course.exercise(SLUG), "ada").sample().equals(drawn)
