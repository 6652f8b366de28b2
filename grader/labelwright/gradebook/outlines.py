"""Read outlines of reports: what a grade needs, from columns and not from whole documents, for a class at once.

An outline is a Report with its outcome, score and result, but without facts and messages. Its checks are there only where
a grade depends on them: in work without points, which may be an untouched starter, and in work with a mark for one task.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Row, Select, func, or_, select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import CheckResult, Outcome, OutcomeKind, Report, Verdict
from labelwright.gradebook import deadlines, queries
from labelwright.gradebook.deadlines import Deadlines, from_db
from labelwright.gradebook.handed_in import HandedIn, Source
from labelwright.gradebook.models import (
    CheckRow,
    DeadlineRow,
    ExerciseRow,
    LearnerRow,
    MarkRow,
    ReportRow,
    SubmissionRow,
)
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.queries import Graded
from labelwright.gradebook.roster import Learner, all_learners
from labelwright.gradebook.sheet import Sheet, make_sheet


@dataclass(frozen=True)
class Overview:
    """The class at a glance: the sheet with outlines only, and what the desk shows with it.

    `sheet` has grades only where there is work or a mark. `modules` gives the module of each exercise whose checks ran.
    """

    sheet: Sheet
    modules: dict[str, str]
    due: Deadlines


def overview(session: Session, policy: Policy) -> Overview:
    """Return the overview of the whole class."""
    rows = session.execute(select(ExerciseRow.slug, ExerciseRow.module).order_by(ExerciseRow.version))
    return Overview(
        make_sheet(session, policy, read=newest, absent=False),
        {row.slug: row.module for row in rows},
        deadlines.read(session),
    )


@dataclass(frozen=True)
class Listed:
    """A learner with the number of their row, which says nothing about them and stays the same."""

    number: int
    learner: Learner


def listed(session: Session) -> list[Listed]:
    """Return every learner with a number, by id."""
    numbers = {row.key: row.id for row in session.execute(select(LearnerRow.key, LearnerRow.id))}
    return [
        Listed(numbers[learner.id], learner) for learner in all_learners(session) if learner.id in numbers
    ]


def slugs(session: Session) -> list[str]:
    """Return the slug of every exercise that a sheet has: graded, with a deadline, or with a mark; sorted."""
    columns = (ExerciseRow.slug, DeadlineRow.exercise, MarkRow.exercise)
    return sorted({slug for column in columns for slug in session.scalars(select(column).distinct())})


def newest(session: Session, learners: Collection[str] | None = None) -> list[Graded]:
    """Return an outline of the newest report of every submission, in the order that `queries.newest` has."""
    rows = session.execute(_outlines(learners)).all()
    checks = _checks(session, rows)
    return [_graded(row, checks.get(row.id, ())) for row in rows]


def _outlines(learners: Collection[str] | None) -> Select[*tuple[Any, ...]]:
    reports, works, people = ReportRow.__table__.c, SubmissionRow.__table__.c, LearnerRow.__table__.c
    rank = func.row_number().over(
        partition_by=reports.submission_id, order_by=(reports.turn.desc(), reports.id.desc())
    )
    query = (
        select(
            reports.id,
            reports.submission_id,
            reports.outcome,
            reports.score,
            reports.max_score,
            reports.passed,
            reports.version,
            people.key,
            works.exercise,
            works.sha256,
            works.source_name,
            works.handed_in_at,
            works.handed_in_source,
            works.handed_in_kind,
            works.marked_late,
            rank.label("rank"),
        )
        .join_from(ReportRow, SubmissionRow)
        .join(LearnerRow)
    )
    if learners is not None:
        query = query.where(people.key.in_(learners))
    ranked = query.subquery()
    return select(ranked).where(ranked.c.rank == 1).order_by(ranked.c.submission_id)


def _checks(session: Session, rows: Collection[Row[Any]]) -> dict[int, list[CheckResult]]:
    """Return the checks of the reports whose grade depends on them, by report; see the module."""
    marked = select(MarkRow.learner_id, MarkRow.exercise).where(MarkRow.task != "").distinct().subquery()
    query = (
        select(CheckRow.report_id, CheckRow.check, CheckRow.task, CheckRow.verdict, CheckRow.points)
        .join(ReportRow, CheckRow.report_id == ReportRow.id)
        .join(SubmissionRow, ReportRow.submission_id == SubmissionRow.id)
        .outerjoin(
            marked,
            (marked.c.learner_id == SubmissionRow.learner_id) & (marked.c.exercise == SubmissionRow.exercise),
        )
        .where(or_(ReportRow.score == 0, marked.c.learner_id.is_not(None)))
        .order_by(CheckRow.id)
    )
    wanted = {row.id for row in rows}
    found: dict[int, list[CheckResult]] = defaultdict(list)
    for report, check, task, verdict, points in session.execute(query):
        if report in wanted:
            found[report].append(
                CheckResult.model_construct(
                    id=check, task=task, sentence="", verdict=Verdict(verdict), points=points
                )
            )
    return found


def _graded(row: Row[Any], checks: Collection[CheckResult]) -> Graded:
    outcome = Outcome.model_construct(kind=OutcomeKind(row.outcome), sentence="", advice="")
    report = Report.model_construct(
        learner=row.key,
        exercise=row.exercise,
        outcome=outcome,
        score=row.score,
        max_score=row.max_score,
        passed=row.passed,
        version=row.version,
        submission_sha256=row.sha256,
        source_name=row.source_name,
        checks=tuple(checks),
    )
    when = from_db(row.handed_in_at) if row.handed_in_at else None
    handed_in = HandedIn(when, row.handed_in_source, Source(row.handed_in_kind), row.marked_late)
    return Graded(report, handed_in)


def exercise_sheet(session: Session, policy: Policy, slug: str) -> Sheet:
    """Return a sheet with the whole reports of one exercise's submissions and no other work."""
    return make_sheet(
        session, policy, read=lambda opened, keys: queries.newest(opened, keys, slug), absent=False
    )
