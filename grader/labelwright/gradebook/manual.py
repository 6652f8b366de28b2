"""Add the marks, comments and deadlines that a person enters, after checking them against the gradebook."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import NoReturn

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook import deadlines, marks
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.models import (
    CheckRow,
    CommentRow,
    ExerciseRow,
    LearnerRow,
    ReportRow,
    SubmissionRow,
)
from labelwright.gradebook.policy import Grade, Standing
from labelwright.gradebook.review_models import PersonTaskRow
from labelwright.gradebook.writes import find_learner, known_exercise


def mark(session: Session, mark: Mark) -> None:
    """Add a manual mark. Learner, exercise and task must exist; the points must not exceed the maximum."""
    learner = need_learner(session, mark.learner)
    _need_exercise(session, mark.exercise)
    _need_task(session, mark.exercise, mark.task)
    maximum = _max_points(session, mark.exercise, mark.task)
    if mark.points is not None and maximum is not None and mark.points > maximum + 1e-9:
        what = f"Task {mark.task}" if mark.task else mark.exercise
        raise GradebookError(
            f"{what} has {maximum:g} points, so a mark of {mark.points:g} is too high. Give at most {maximum:g}."
        )
    marks.add_mark(session, mark, learner)


def comment(session: Session, comment: Comment) -> int:
    """Add a comment, or withdraw one of this learner's; return the new comment's number."""
    learner = need_learner(session, comment.learner)
    _need_exercise(session, comment.exercise)
    _need_task(session, comment.exercise, comment.task)
    if comment.withdraws is not None:
        earlier = session.get(CommentRow, comment.withdraws)
        if earlier is None or (earlier.learner_id, earlier.exercise) != (learner.id, comment.exercise):
            raise GradebookError(
                f"Comment {comment.withdraws} on {comment.exercise} for {learner.key} does not exist. "
                "`labelwright gradebook show --learner` lists the comments with their numbers."
            )
    return marks.add_comment(session, comment, learner)


def deadline(session: Session, deadline: Deadline) -> bool:
    """Add a deadline; return whether any work for its exercise is recorded."""
    learner = need_learner(session, deadline.learner) if deadline.learner is not None else None
    if deadline.section is not None:
        sections = set(session.scalars(select(LearnerRow.section))) - {""}
        if deadline.section not in sections:
            _refuse("section", deadline.section, sections, "import a roster with a column section")
    deadlines.add(session, deadline, learner)
    return known_exercise(session, deadline.exercise)


def exercises(session: Session) -> set[str]:
    """Return the slug of every exercise whose checks ran on somebody's work."""
    return set(session.scalars(select(ExerciseRow.slug)))


@dataclass(frozen=True)
class Note:
    """What a learner reads with the checks; `who` is empty and `when` None if no person wrote it.

    `task` is empty if it is about the whole exercise. `number` is a comment's number, otherwise 0.
    """

    text: str
    task: str = ""
    who: str = ""
    when: datetime | None = None
    number: int = 0


def notes(grade: Grade | None, comments: Iterable[Comment]) -> list[Note]:
    """Return what waits for a person, manual marks with their reasons, then lateness, then comments."""
    manual = list(grade.marks.values()) if grade else []
    late = grade.late_remarks if grade else ()
    waits = [grade.why_no_points] if grade and grade.standing is Standing.PARTLY_MARKED else []
    return [
        *(Note(sentence) for sentence in waits),
        *(Note(mark.sentence, mark.task, mark.who, mark.when) for mark in manual),
        *(Note(sentence) for sentence in late),
        *(
            Note(comment.text, comment.task, comment.who, comment.when, comment.number)
            for comment in comments
        ),
    ]


def need_learner(session: Session, learner: str) -> LearnerRow:
    """Return the learner with this id; raise GradebookError with a near id if there is none."""
    found = find_learner(session, learner)
    if found is None or found.hidden:
        _refuse("learner", learner, list(session.scalars(select(LearnerRow.key))), "import a roster")
    return found


def need_work(session: Session, slug: str, task: str = "") -> None:
    """Raise GradebookError unless work for the exercise is recorded, and it has the task."""
    _need_exercise(session, slug)
    _need_task(session, slug, task)


def _need_exercise(session: Session, slug: str) -> None:
    known = {*session.scalars(select(ExerciseRow.slug)), *session.scalars(select(SubmissionRow.exercise))}
    if slug not in known:
        _refuse("exercise", slug, known - {""}, "grade somebody's work for it")


def _need_task(session: Session, slug: str, task: str) -> None:
    checked = select(CheckRow.task).join(ReportRow).join(SubmissionRow).where(SubmissionRow.exercise == slug)
    by_person = select(PersonTaskRow.task).where(PersonTaskRow.exercise == slug)
    known = {*session.scalars(checked), *session.scalars(by_person)}
    if task and known and task not in known:
        _refuse(f"task in {slug}", task, known, "leave the task out")


def _max_points(session: Session, slug: str, task: str) -> float | None:
    """Return the maximum points of the exercise or task in its newest version; None if not known."""
    if not task:
        newest = select(ExerciseRow.max_score).filter_by(slug=slug).order_by(ExerciseRow.version.desc())
        return session.scalar(newest.limit(1)) or None
    by_person = select(PersonTaskRow.points).filter_by(exercise=slug, task=task)
    points = session.scalar(
        by_person.order_by(PersonTaskRow.version.desc(), PersonTaskRow.id.desc()).limit(1)
    )
    if points is not None:
        return points
    rows = (
        select(func.sum(CheckRow.max_points))
        .join(ReportRow)
        .join(SubmissionRow)
        .where(SubmissionRow.exercise == slug, CheckRow.task == task)
        .group_by(ReportRow.id, ReportRow.version)
        .order_by(ReportRow.version.desc(), ReportRow.id.desc())
    )
    return session.scalar(rows.limit(1)) or None


def _refuse(what: str, name: str, known: Collection[str], remedy: str) -> NoReturn:
    near = get_close_matches(name, known, n=1)
    listed = ", ".join(sorted(known)[:8]) or "none yet"
    hint = (
        f"Did you mean {near[0]!r}?" if near else f"It has: {listed}. If the name is right, {remedy} first."
    )
    raise GradebookError(f"The gradebook has no {what} called {name!r}. {hint}")
