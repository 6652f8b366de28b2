"""Manual marks and comments: who gave them, when and why; every earlier one is kept."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook.deadlines import from_db, now, to_db
from labelwright.gradebook.models import CommentRow, LearnerRow, MarkRow


@dataclass(frozen=True)
class Mark:
    """Points given by a person for one task or (`task` empty) the exercise; None withdraws an earlier mark.

    A mark always says why and by whom. `passed` None keeps the result of the checks. `excused` has no points: the
    learner need not do the exercise. Raise GradebookError if the points are negative or not a number, or if the reason
    or the name is empty.
    """

    learner: str
    exercise: str
    points: float | None
    reason: str
    who: str
    task: str = ""
    passed: bool | None = None
    when: datetime = field(default_factory=now)
    excused: bool = False

    def __post_init__(self) -> None:
        if self.excused and (self.points is not None or self.task or self.passed is not None):
            raise GradebookError("Excused is for the whole exercise, without points and without a pass.")
        if self.points is not None and not (isfinite(self.points) and self.points >= 0):
            raise GradebookError(f"A mark is a number, 0 or more, not {self.points}.")
        if not self.reason.strip():
            raise GradebookError("A mark needs a reason: the learner reads it with the points.")
        if not self.who.strip():
            raise GradebookError("A mark needs the name of the person who gives it.")

    @property
    def sentence(self) -> str:
        """The mark as a sentence for the learner."""
        if self.excused:
            return f"You are excused from this exercise: {self.reason}"
        what = f"Task {self.task}" if self.task else "This exercise"
        return f"{what} was marked by hand, {self.points:g} points: {self.reason}"


@dataclass(frozen=True)
class Comment:
    """A person's comment on a learner's work, for one task or (`task` empty) the exercise."""

    learner: str
    exercise: str
    text: str
    who: str
    task: str = ""
    when: datetime = field(default_factory=now)
    number: int = 0
    withdraws: int | None = None

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise GradebookError("The comment is empty. Write its text.")
        if not self.who.strip():
            raise GradebookError("A comment needs the name of the person who writes it.")


def add_mark(session: Session, mark: Mark, learner: LearnerRow) -> None:
    """Add a mark to the history."""
    session.add(
        MarkRow(
            learner_id=learner.id,
            exercise=mark.exercise[:120],
            task=mark.task[:120],
            points=mark.points,
            passed=mark.passed,
            excused=mark.excused,
            reason=mark.reason.replace("\0", "�").strip(),
            who=mark.who.strip()[:320],
            made_at=to_db(mark.when),
        )
    )


def add_comment(session: Session, comment: Comment, learner: LearnerRow) -> int:
    """Add a comment to the history and return its number."""
    row = CommentRow(
        learner_id=learner.id,
        exercise=comment.exercise[:120],
        task=comment.task[:120],
        text=comment.text.replace("\0", "�").strip(),
        who=comment.who.strip()[:320],
        made_at=to_db(comment.when),
        withdraws=comment.withdraws,
    )
    session.add(row)
    session.flush()
    return row.id


def history(session: Session, learner: str | None = None) -> list[Mark]:
    """Return every mark ever given (or one learner's, by stored id), oldest first."""
    query = select(MarkRow, LearnerRow.key).join(LearnerRow, MarkRow.learner_id == LearnerRow.id)
    if learner is not None:
        query = query.where(LearnerRow.key == learner)
    return [
        Mark(
            key,
            row.exercise,
            row.points,
            row.reason,
            row.who,
            row.task,
            row.passed,
            from_db(row.made_at),
            row.excused,
        )
        for row, key in session.execute(query.order_by(MarkRow.id))
    ]


def current_marks(marks: list[Mark]) -> dict[tuple[str, str], dict[str, Mark]]:
    """Return the marks that count now, by (learner, exercise) and then task, without withdrawn ones."""
    newest = {(mark.learner, mark.exercise, mark.task): mark for mark in marks}
    current: dict[tuple[str, str], dict[str, Mark]] = {}
    for mark in newest.values():
        if mark.points is not None or mark.excused:
            current.setdefault((mark.learner, mark.exercise), {})[mark.task] = mark
    return current


def comments(session: Session, learners: Collection[str] | None = None) -> list[Comment]:
    """Return the comments that were not withdrawn (or some learners', by stored ids), oldest first."""
    query = select(CommentRow, LearnerRow.key).join(LearnerRow, CommentRow.learner_id == LearnerRow.id)
    if learners is not None:
        query = query.where(LearnerRow.key.in_(learners))
    rows = session.execute(query.order_by(CommentRow.id)).all()
    withdrawn = {row.withdraws for row, _ in rows}
    return [
        Comment(key, row.exercise, row.text, row.who, row.task, from_db(row.made_at), row.id)
        for row, key in rows
        if row.withdraws is None and row.id not in withdrawn
    ]
