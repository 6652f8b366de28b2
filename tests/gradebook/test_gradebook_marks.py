"""Marks and comments by hand: they win, they say why, and nothing that was said is lost."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlalchemy import event

from labelwright.gradebook.book import GradebookError
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.handed_in import HandedIn
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.models import LearnerRow

MAY = datetime(2026, 5, 1, tzinfo=UTC)


@pytest.fixture
def graded(book, make):
    """Ada has 14 of 20 points, a day late: 90 % count."""
    book.record(make(points=4.0), handed_in=HandedIn.stated(MAY))
    book.set_deadline(Deadline("count", MAY.replace(year=2025), percent_per_day=1, floor_percent=90))
    return book


def grade(book):
    (only,) = book.grades()
    return only


def mark(points, reason="The task was unclear.", **more):
    return Mark("ada", "count", points, reason, "Tutor", **more)


def test_a_mark_for_the_exercise_wins_over_checks_and_lateness(graded):
    assert (grade(graded).score, grade(graded).passed) == (12.6, False)
    graded.mark(mark(18.0, passed=True))
    assert (grade(graded).score, grade(graded).passed, grade(graded).earned) == (18.0, True, 14.0)
    assert grade(graded).remarks == ("This exercise was marked by hand, 18 points: The task was unclear.",)


def test_a_mark_for_a_task_takes_that_tasks_place_before_lateness(graded):
    graded.mark(mark(9.0, task="counts"))
    assert (grade(graded).before_lateness, grade(graded).score, grade(graded).passed) == (19.0, 17.1, False)


def test_a_new_grading_leaves_the_mark_standing(graded, make):
    graded.mark(mark(18.0))
    graded.record(make(points=1.0, work="ada count 4.0", grader_version="0.2.0"))
    assert grade(graded).score == 18.0
    assert grade(graded).earned == 11.0


def test_every_mark_is_kept_and_the_newest_holds_until_withdrawn(graded):
    graded.mark(mark(18.0, "First look."))
    graded.mark(mark(16.0, "Second look."))
    assert grade(graded).score == 16.0
    graded.mark(mark(None, "Appeal upheld."))
    assert grade(graded).score == 12.6
    assert [(one.points, one.reason, one.who) for one in graded.marks("ada")] == [
        (18.0, "First look.", "Tutor"),
        (16.0, "Second look.", "Tutor"),
        (None, "Appeal upheld.", "Tutor"),
    ]
    assert all(one.when.tzinfo is UTC for one in graded.marks())


def test_a_mark_without_any_work_is_a_grade(graded, make):
    graded.record(make("bo", exercise="talk"))
    graded.mark(Mark("ada", "talk", 15.0, "Given in class.", "Tutor"))
    by_exercise = {one.exercise: one for one in graded.grades(learner="ada")}
    assert (by_exercise["talk"].score, by_exercise["talk"].report) == (15.0, None)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"learner": "adda"}, r"no learner called 'adda'. Did you mean 'ada'\?"),
        ({"exercise": "coumt"}, r"no exercise called 'coumt'. Did you mean 'count'\?"),
        ({"task": "essay"}, r"no task in count called 'essay'. It has: counts, shares"),
        ({"points": 20.5}, r"count has 20 points, so a mark of 20.5 is too high"),
        ({"points": 11, "task": "counts"}, r"Task counts has 10 points, so a mark of 11 is too high"),
        ({"points": -1}, r"A mark is a number, 0 or more, not -1"),
        ({"points": float("nan")}, r"A mark is a number, 0 or more"),
        ({"reason": " "}, r"A mark needs a reason"),
        ({"who": ""}, r"A mark needs the name"),
    ],
)
def test_a_mark_that_cannot_be_is_refused_and_not_kept(graded, wrong, words):
    fields = {"learner": "ada", "exercise": "count", "points": 5.0, "reason": "Because.", "who": "Tutor"}
    with pytest.raises(GradebookError, match=words):
        graded.mark(Mark(**{**fields, **wrong}))
    assert graded.marks() == []


def test_notes_hold_marks_lateness_and_comments_in_that_order(graded):
    graded.comment(Comment("ada", "count", "Well argued.", "Tutor", when=MAY))
    number = graded.comment(Comment("ada", "count", "See slide 4.", "Tutor", "shares"))
    graded.mark(mark(9.0, task="counts"))
    notes = graded.notes_for("ada", "count")
    assert [(note.task, note.text, note.who) for note in notes] == [
        ("counts", "Task counts was marked by hand, 9 points: The task was unclear.", "Tutor"),
        ("", "Handed in 365 started days late: 90 % of the points count.", ""),
        ("", "Well argued.", "Tutor"),
        ("shares", "See slide 4.", "Tutor"),
    ]
    assert notes[-1].number == number
    assert notes[2].when == MAY
    assert graded.notes_for("nobody", "count") == []
    assert graded.notes_for("ada", "nothing") == []


def test_a_comment_taken_back_is_no_longer_shown(graded, make):
    number = graded.comment(Comment("ada", "count", "Wrong learner, sorry.", "Tutor"))
    graded.comment(Comment("ada", "count", "Meant for somebody else.", "Tutor", withdraws=number))
    assert graded.sheet().comments == {}
    graded.record(make("bo"))
    with pytest.raises(GradebookError, match=f"Comment {number} on count for bo does not exist"):
        graded.comment(Comment("bo", "count", "Not mine.", "Tutor", withdraws=number))
    with pytest.raises(GradebookError, match="The comment is empty"):
        Comment("ada", "count", " ", "Tutor")


def test_one_learners_notes_do_not_read_the_whole_class(book, make):
    for number in range(30):
        book.record(make(learner=f"learner-{number}"))
    loaded: list[str] = []

    def note(row: LearnerRow, context: object) -> None:
        loaded.append(row.key)

    event.listen(LearnerRow, "load", note)
    try:
        book.notes_for("learner-7", make().exercise)
    finally:
        event.remove(LearnerRow, "load", note)
    assert set(loaded) <= {"learner-7"}
