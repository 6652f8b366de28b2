"""Say when a feedback page is out of date: a digest of everything that the gradebook has for it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelwright.gradebook.models import (
    CommentRow,
    DeadlineRow,
    ExerciseRow,
    LearnerRow,
    MarkRow,
    ReportRow,
    SubmissionRow,
)
from labelwright.gradebook.policy import Policy
from labelwright.version import __version__


@dataclass(frozen=True)
class PageState:
    """What a learner's page is made from, as a digest, and whether a person gave a mark or wrote a comment."""

    digest: str
    is_noted: bool


def page_states(
    session: Session, policy: Policy, order: Sequence[str], learners: Collection[str] | None = None
) -> dict[str, PageState]:
    """Return the state of every learner's page, or of some learners', by stored ids.

    It changes with work, times, marks, comments, dates, names and the policy.
    `order` lists the slugs of the course. Nothing is read that is as long as a report.
    """
    shared = repr((__version__, policy.value, list(order), *_of_everyone(session)))
    own: dict[str, list[Any]] = defaultdict(list)
    for key, *facts in session.execute(_of(learners, _work())):
        own[key].append(tuple(facts))
    noted = set()
    for table in (MarkRow, CommentRow):
        query = select(LearnerRow.key, func.max(table.id)).join(table, table.learner_id == LearnerRow.id)
        query = _of(learners, query.group_by(LearnerRow.key).order_by(LearnerRow.key))
        for key, newest in session.execute(query):
            own[key].append((table.__tablename__, newest))
            noted.add(key)
    people = session.execute(_of(learners, select(LearnerRow.key, LearnerRow.name, LearnerRow.section)))
    return {
        key: PageState(_digest(shared, key, name, section, own[key]), key in noted)
        for key, name, section in people
    }


def _of(learners: Collection[str] | None, query: Any) -> Any:
    return query if learners is None else query.where(LearnerRow.key.in_(learners))


def _work() -> Any:
    """Return the query for a learner's submissions, each with what is known about its time and its newest report."""
    submission = (
        SubmissionRow.id,
        SubmissionRow.exercise,
        SubmissionRow.handed_in_at,
        SubmissionRow.handed_in_source,
        SubmissionRow.handed_in_kind,
        SubmissionRow.marked_late,
        SubmissionRow.identity,
    )
    return (
        select(LearnerRow.key, *submission, func.max(ReportRow.turn), func.max(ReportRow.id))
        .join(SubmissionRow, SubmissionRow.learner_id == LearnerRow.id)
        .join(ReportRow, ReportRow.submission_id == SubmissionRow.id)
        .group_by(LearnerRow.key, *submission)
        .order_by(SubmissionRow.id)
    )


def _of_everyone(session: Session) -> list[Any]:
    """Return what counts for every learner: dates, exercises, and exercises that are known from marks only."""
    exercise = (
        ExerciseRow.slug,
        ExerciseRow.version,
        ExerciseRow.title,
        ExerciseRow.module,
        ExerciseRow.max_score,
    )
    rows = session.execute(select(*exercise).order_by(ExerciseRow.slug, ExerciseRow.version))
    marked = select(MarkRow.exercise, func.max(MarkRow.id)).where(
        MarkRow.exercise.not_in(select(ExerciseRow.slug))
    )
    return [
        session.scalar(select(func.max(DeadlineRow.id))),
        [tuple(row) for row in rows],
        [tuple(row) for row in session.execute(marked.group_by(MarkRow.exercise).order_by(MarkRow.exercise))],
    ]


def _digest(*facts: Any) -> str:
    return sha256(repr(facts).encode("utf-8", "backslashreplace")).hexdigest()[:32]
