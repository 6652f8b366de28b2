"""Marks and comments given by hand: who, when and why, with everything that was ever said kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook.models import CommentRow, LearnerRow, MarkRow
from labelwright.gradebook.timestamps import aware, now, stored


@dataclass(frozen=True)
class Mark:
    """Points given by hand, for one task or (`task` empty) the exercise; None withdraws an earlier mark.

    A mark always says why and by whom. `passed` None leaves that as the checks found it. GradebookError where the
    points are negative or no number, or the reason or name is empty.
    """

    learner: str
    exercise: str
    points: float | None
    reason: str
    who: str
    task: str = ""
    passed: bool | None = None
    when: datetime = field(default_factory=now)

    def __post_init__(self) -> None:
        if self.points is not None and not (isfinite(self.points) and self.points >= 0):
            raise GradebookError(f"A mark is a number from 0 upwards, not {self.points}.")
        if not self.reason.strip():
            raise GradebookError("A mark needs its reason: the learner reads it beside the points.")
        if not self.who.strip():
            raise GradebookError("A mark needs the name of whoever gives it.")

    @property
    def sentence(self) -> str:
        """The mark as the learner reads it."""
        what = f"Task {self.task}" if self.task else "This exercise"
        return f"{what} was marked by hand, {self.points:g} points: {self.reason}"


@dataclass(frozen=True)
class Comment:
    """What somebody says of a learner's work, on one task or (`task` empty) the exercise."""

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
            raise GradebookError("A comment needs words.")
        if not self.who.strip():
            raise GradebookError("A comment needs the name of whoever makes it.")


def add_mark(session: Session, mark: Mark, learner: LearnerRow) -> None:
    """Add a mark to the history."""
    session.add(
        MarkRow(
            learner_id=learner.id,
            exercise=mark.exercise[:120],
            task=mark.task[:120],
            points=mark.points,
            passed=mark.passed,
            reason=mark.reason.replace("\0", "�").strip(),
            who=mark.who.strip()[:320],
            made_at=stored(mark.when),
        )
    )


def add_comment(session: Session, comment: Comment, learner: LearnerRow) -> int:
    """Add a comment to the history; its number."""
    row = CommentRow(
        learner_id=learner.id,
        exercise=comment.exercise[:120],
        task=comment.task[:120],
        text=comment.text.replace("\0", "�").strip(),
        who=comment.who.strip()[:320],
        made_at=stored(comment.when),
        withdraws=comment.withdraws,
    )
    session.add(row)
    session.flush()
    return row.id


def history(session: Session, learner: str | None = None) -> list[Mark]:
    """Every mark there ever was (of one learner, by stored id, where named), oldest first."""
    query = select(MarkRow, LearnerRow.key).join(LearnerRow, MarkRow.learner_id == LearnerRow.id)
    if learner is not None:
        query = query.where(LearnerRow.key == learner)
    return [
        Mark(key, row.exercise, row.points, row.reason, row.who, row.task, row.passed, aware(row.made_at))
        for row, key in session.execute(query.order_by(MarkRow.id))
    ]


def holding(marks: list[Mark]) -> dict[tuple[str, str], dict[str, Mark]]:
    """The marks that hold, by (learner, exercise) and then task; withdrawn ones are left out."""
    newest = {(mark.learner, mark.exercise, mark.task): mark for mark in marks}
    held: dict[tuple[str, str], dict[str, Mark]] = {}
    for mark in newest.values():
        if mark.points is not None:
            held.setdefault((mark.learner, mark.exercise), {})[mark.task] = mark
    return held


def comments(session: Session, learner: str | None = None) -> list[Comment]:
    """The comments that hold (for one learner, by stored id, where named), oldest first."""
    query = select(CommentRow, LearnerRow.key).join(LearnerRow, CommentRow.learner_id == LearnerRow.id)
    if learner is not None:
        query = query.where(LearnerRow.key == learner)
    rows = session.execute(query.order_by(CommentRow.id)).all()
    withdrawn = {row.withdraws for row, _ in rows}
    return [
        Comment(key, row.exercise, row.text, row.who, row.task, aware(row.made_at), row.id)
        for row, key in rows
        if row.withdraws is None and row.id not in withdrawn
    ]
