"""The course: found from anywhere, its exercises in an order that respects what they require."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from labelwright.course.course import Course, open_course
from labelwright.course.exercise import ExerciseError
from labelwright.course.root import CourseError, find_root, is_course

ROOT = Path(__file__).resolve().parents[2]


def slugs(course: Course) -> list[str]:
    return [exercise.slug for exercise in course.exercises]


def test_exercises_come_after_what_they_require(make_course: Any) -> None:
    course = make_course(
        a=("m01", ["z"]),
        z=("m09", []),
        b=("m01", ["a"]),
        c=("m02", []),
        d=("m01", []),
        deep=("m01", ["b", "c"]),
    )
    order = slugs(course)
    assert order == ["d", "c", "z", "a", "b", "deep"]
    for exercise in course.exercises:
        assert all(order.index(required) < order.index(exercise.slug) for required in exercise.requires)


def test_without_requirements_it_is_by_module_and_name(make_course: Any) -> None:
    assert slugs(make_course(b=("m02", []), c=("m01", []), a=("m02", []))) == ["c", "a", "b"]


def test_a_late_module_waits_for_an_early_one_that_had_to_wait(make_course: Any) -> None:
    course = make_course(a=("m05", ["z"]), z=("m02", []), q=("m09", []))
    assert slugs(course) == ["z", "a", "q"]


def test_a_circle_is_told(make_course: Any) -> None:
    course = make_course(a=("m01", ["b"]), b=("m01", ["c"]), c=("m01", ["a"]))
    with pytest.raises(ExerciseError, match=r"require each other in a circle: .*'a'"):
        _ = course.exercises


def test_requiring_oneself_is_a_circle(make_course: Any) -> None:
    with pytest.raises(ExerciseError, match="in a circle"):
        _ = make_course(a=("m01", ["a"])).exercises


def test_requiring_what_is_not_there_is_told(make_course: Any) -> None:
    with pytest.raises(
        ExerciseError, match=r"exercise\.toml requires 'gone', which is not an exercise here\."
    ):
        _ = make_course(a=("m01", ["gone"])).exercises


@pytest.mark.parametrize(
    ("slug", "sentence"),
    [
        ("count-lables", "Did you mean 'count-labels'?"),
        ("Count-Labels", "Did you mean 'count-labels'?"),
        ("zzz", "There are: count-labels, other."),
        ("", "There are: count-labels, other."),
        ("../course", "no exercise called '../course'"),
        ("other/", "no exercise called 'other/'"),
        ("./other", "no exercise called './other'"),
        (".", "no exercise called '.'"),
        ("x" * 500, "no exercise called 'xxx"),
        ("a\0b", "no exercise called"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_an_unknown_exercise_is_told_with_the_nearest(make_course: Any, slug: str, sentence: str) -> None:
    course = make_course(count_labels=("m01", []), other=("m01", []))
    with pytest.raises(ExerciseError) as caught:
        course.exercise(slug)
    assert sentence in str(caught.value)
    assert len(str(caught.value)) < 300


def test_a_course_without_exercises_says_so(make_course: Any) -> None:
    with pytest.raises(ExerciseError, match=r"There are: none yet\."):
        make_course().exercise("any")


def test_modules_have_their_lessons_titles(make_course: Any) -> None:
    course = make_course(a=("m02-later", []))
    lesson = course.book / "m01-first" / "index.md"
    lesson.parent.mkdir(parents=True)
    lesson.write_text("---\nx: y\n---\n\n# The first steps\n\nText.\n", encoding="utf-8")
    assert [(m.slug, m.title) for m in course.modules] == [
        ("m01-first", "The first steps"),
        ("m02-later", "M02 later"),
    ]
    lesson.write_text("No title.\n", encoding="utf-8")
    with pytest.raises(CourseError, match=r"has no title\. Its first line must start with '# '\."):
        _ = Course(course.root).modules


def test_the_course_is_found_upwards(
    make_course: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    course = make_course(a=("m01", []))
    deep = tmp_path / "exercises" / "a"
    assert open_course(start=deep) == course
    monkeypatch.chdir(deep)
    assert find_root() == tmp_path


def test_the_checkout_is_found_from_nowhere(tmp_path: Path) -> None:
    assert find_root(start=tmp_path) == ROOT


def test_a_name_comes_before_the_environment_and_that_before_here(
    make_course: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_course(a=("m01", []))
    monkeypatch.setenv("LABELWRIGHT_COURSE", str(ROOT))
    assert find_root(start=tmp_path) == ROOT
    assert find_root(tmp_path) == tmp_path
    monkeypatch.setenv("LABELWRIGHT_COURSE", str(tmp_path / "gone"))
    with pytest.raises(CourseError, match="gone does not exist"):
        find_root(start=ROOT)


def test_a_home_folder_is_expanded(make_course: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    make_course(a=("m01", []))
    monkeypatch.setenv("HOME", str(tmp_path.parent))
    assert find_root(f"~/{tmp_path.name}") == tmp_path


def test_a_wrong_name_is_told(make_course: Any, tmp_path: Path) -> None:
    make_course(a=("m01", []))
    with pytest.raises(CourseError, match=r"gone does not exist\. Check the spelling of --course"):
        find_root(tmp_path / "gone")
    with pytest.raises(
        CourseError, match=r"is not a course: it has no exercises/ folder\. Name the folder that contains"
    ):
        find_root(tmp_path / "exercises" / "a")
    with pytest.raises(CourseError, match="does not exist"):
        find_root(tmp_path / "exercises" / "a" / "exercise.toml")


def test_no_course_anywhere_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labelwright.course.root.__file__", str(tmp_path / "a" / "b" / "c" / "root.py"))
    with pytest.raises(
        CourseError, match=r"No course was found in .* or above it.*--course DIR, or set LABELWRIGHT_COURSE"
    ):
        find_root(start=tmp_path)


def test_what_a_course_is(make_course: Any, tmp_path: Path) -> None:
    assert not is_course(tmp_path)
    make_course()
    assert is_course(tmp_path)
    (tmp_path / "datasets").rmdir()
    assert not is_course(tmp_path)


def test_our_errors_show_words_in_a_notebook() -> None:
    assert CourseError("A message.")._render_traceback_() == ["A message."]
