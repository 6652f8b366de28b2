"""Read outlines of reports: what a grade needs, from columns and not from whole documents, for a class at once.

An outline is a Report with its outcome, score and result, but without facts, messages and digests. Its checks are there only where
a grade depends on them: in work without points, which may be an untouched starter, and in work with a mark for one task.
Of an exercise with a task that a person marks, the whole reports are read.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select, tuple_
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import CheckResult, Outcome, OutcomeKind, Report, Verdict
from labelwright.gradebook import queries
from labelwright.gradebook.deadlines import Deadlines, from_db
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn
from labelwright.gradebook.identity import State
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
from labelwright.gradebook.review_models import PersonTaskRow
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


class Outlines:
    """Reads outlines, and remembers them: a report never changes, so only what is new has to be made again."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Sequence[Any], Graded]] = {}

    def newest(self, session: Session, learners: Collection[str] | None = None) -> list[Graded]:
        """Return an outline of the newest report of every submission, in the order that `queries.newest` has."""
        return list(self.by_report(session, learners).values())

    def by_report(
        self, session: Session, learners: Collection[str] | None = None, exercise: str | None = None
    ) -> dict[int, Graded]:
        """Return the same by the number of the report's row; `exercise` limits it to that exercise's work."""
        # The last row of a submission is its newest report. Sorting here takes half the time of a window in the database.
        rows = {row[0]: row for row in session.execute(_outlines(learners, exercise))}
        known = self._known
        in_full = set(session.scalars(select(PersonTaskRow.exercise).distinct()))
        new = {row[1] for row in rows.values() if row[1] not in known or known[row[1]][0] != row}
        checks = _unscored(session, new) if new else {}
        for row in rows.values():
            if row[1] in new:
                outline = _graded(row, checks.get(row[1], ()))
                known[row[1]] = (row, _whole(session, row[1], outline) if row[8] in in_full else outline)
        found = {row[1]: known[row[1]][1] for row in rows.values()}
        for id, marked in _marked(session, found).items():
            found[id] = found[id]._replace(report=found[id].report.model_copy(update={"checks": marked}))
        return found


def _whole(session: Session, number: int, outline: Graded) -> Graded:
    """Return the whole report instead of its outline: with points that wait for a person, a grade needs more of it."""
    document = session.scalar(select(ReportRow.document).filter_by(id=number))
    assert document is not None
    return Graded(Report.model_validate_json(document), outline.handed_in)


def _outlines(learners: Collection[str] | None, exercise: str | None) -> Select[*tuple[Any, ...]]:
    reports, works, people = ReportRow.__table__.c, SubmissionRow.__table__.c, LearnerRow.__table__.c
    query = (
        select(
            reports.submission_id,
            reports.id,
            reports.digest,
            reports.outcome,
            reports.score,
            reports.max_score,
            reports.passed,
            people.key,
            works.exercise,
            works.source_name,
            works.handed_in_at,
            works.marked_late,
            works.identity,
        )
        .join_from(ReportRow, SubmissionRow)
        .join(LearnerRow)
        .order_by(reports.submission_id, reports.turn, reports.id)
    )
    if exercise is not None:
        query = query.where(works.exercise == exercise)
    return query if learners is None else query.where(people.key.in_(learners))


def _unscored(session: Session, wanted: Collection[int]) -> dict[int, tuple[CheckResult, ...]]:
    """Return the checks of those reports that have no points."""
    return _checks(session, select(ReportRow.id).where(ReportRow.score == 0), wanted)


def _marked(session: Session, wanted: Collection[int]) -> dict[int, tuple[CheckResult, ...]]:
    """Return the checks of those reports whose learner has a mark for one of the exercise's tasks."""
    pairs = select(MarkRow.learner_id, MarkRow.exercise).where(MarkRow.task != "")
    if not session.execute(pairs.limit(1)).first():
        return {}
    of_pair = tuple_(SubmissionRow.learner_id, SubmissionRow.exercise).in_(pairs)
    return _checks(session, select(ReportRow.id).join(SubmissionRow).where(of_pair), wanted)


def _checks(
    session: Session, needed: Select[Any], wanted: Collection[int]
) -> dict[int, tuple[CheckResult, ...]]:
    query = select(CheckRow.report_id, CheckRow.task, CheckRow.verdict, CheckRow.points)
    found: dict[int, list[CheckResult]] = defaultdict(list)
    for report, task, verdict, points in session.execute(query.where(CheckRow.report_id.in_(needed))):
        if report in wanted:
            found[report].append(
                _CHECK.model_copy(update={"task": task, "verdict": Verdict(verdict), "points": points})
            )
    return {report: tuple(checks) for report, checks in found.items()}


# A copy takes a tenth of the time of a new record, and a class has ten thousand.
_OUTCOMES = {kind.value: Outcome.model_construct(kind=kind, sentence="", advice="") for kind in OutcomeKind}
_CHECK = CheckResult.model_construct(id="", task="", sentence="", verdict=Verdict.NOT_RUN)
_REPORT = Report.model_construct(learner="", exercise="", outcome=_OUTCOMES[OutcomeKind.FINISHED.value])


def _graded(row: Sequence[Any], checks: tuple[CheckResult, ...]) -> Graded:
    number, _, _, outcome, score, max_score, passed, learner, exercise, source_name, *rest = row
    handed_in_at, marked_late, identity = rest
    report = _REPORT.model_copy(
        update={
            "learner": learner,
            "exercise": exercise,
            "outcome": _OUTCOMES[outcome],
            "score": score,
            "max_score": max_score,
            "passed": passed,
            "source_name": source_name,
            "checks": checks,
        }
    )
    if handed_in_at is None and not marked_late:
        return Graded(report, UNKNOWN, number, State(identity))
    when = from_db(handed_in_at) if handed_in_at else None
    return Graded(report, HandedIn(when, marked_late=marked_late), number, State(identity))


@dataclass(frozen=True)
class ExerciseWork:
    """The class's work for one exercise: a sheet with outlines of it and of no other work, and whole reports.

    `reports` has, by learner, the whole report of the hand-in that counts.
    """

    sheet: Sheet
    reports: dict[str, Report]


def exercise_work(session: Session, policy: Policy, slug: str, known: Outlines) -> ExerciseWork:
    """Return the work for one exercise; only the documents of the reports that count are read."""
    ids: dict[int, int] = {}

    def read(opened: Session, keys: Collection[str] | None) -> list[Graded]:
        found = known.by_report(opened, keys, slug)
        ids.update({id(graded.report): number for number, graded in found.items()})
        return list(found.values())

    sheet = make_sheet(session, policy, read=read, absent=False)
    counting = {
        ids[id(grade.report)]: grade.learner
        for (_, exercise), grade in sheet.grades.items()
        if exercise == slug and id(grade.report) in ids
    }
    reports = {}
    for page in queries.pages(sorted(counting)):
        rows = session.execute(select(ReportRow.id, ReportRow.document).where(ReportRow.id.in_(page)))
        for number, document in rows:
            report = Report.model_validate_json(document)
            reports[counting[number]] = report.model_copy(update={"learner": counting[number]})
    return ExerciseWork(sheet, {learner: reports[learner] for learner in counting.values()})
