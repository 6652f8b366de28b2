"""Read reports: the newest of each submission, the best, and earlier reports of unchanged work."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Connection, Select, bindparam, func, select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import RAN, Origin, OutcomeKind, Report
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn
from labelwright.gradebook.identity import State, fold
from labelwright.gradebook.models import AccountRow, DecisionRow, LearnerRow, ReportRow, SubmissionRow
from labelwright.gradebook.writes import handed_in_of, learner_key

SETTLED = frozenset({OutcomeKind.FINISHED, OutcomeKind.RAISED})
CUT_SHORT = RAN - SETTLED
PAGE = 200
Item = TypeVar("Item")


class WorkKey(NamedTuple):
    """What a grade depends on: the work, the exercise with its data, and the grader."""

    submission_sha256: str
    exercise_sha256: str
    grader_version: str


class Graded(NamedTuple):
    """The newest report of a submission, under the learner whose it is now, and when the work was handed in.

    `number` is the submission's number in the gradebook, and `identity` how sure it is whose work it is.
    """

    report: Report
    handed_in: HandedIn = UNKNOWN
    number: int = 0
    identity: State = State.SURE


def newest(session: Session, learners: Collection[str] | None = None) -> list[Graded]:
    """Return the newest report of every submission (or of some learners', by stored ids), in the order they first came."""
    rank = func.row_number().over(
        partition_by=ReportRow.submission_id, order_by=(ReportRow.turn.desc(), ReportRow.id.desc())
    )
    query = select(ReportRow.id, rank.label("rank")).join(SubmissionRow).join(LearnerRow)
    if learners is not None:
        query = query.where(LearnerRow.key.in_(learners))
    ranked = query.subquery()
    wanted = (
        select(ReportRow.document, SubmissionRow, LearnerRow)
        .join(ranked, ranked.c.id == ReportRow.id)
        .join(SubmissionRow)
        .join(LearnerRow)
        .where(ranked.c.rank == 1)
        .order_by(ReportRow.submission_id)
    )
    is_theirs = _Ownership(session)
    found = []
    for document, submission, learner in session.execute(wanted):
        report = Report.model_validate_json(document)
        if report.learner != learner.key and is_theirs(report, submission, learner):
            report = report.model_copy(update={"learner": learner.key})
        state = State(submission.identity)
        found.append(Graded(report, handed_in_of(submission), submission.id, state))
    return found


class _Ownership:
    """Answers whether work belongs to a learner under whose id it was not graded: by their ids, or by a decision.

    Work that was moved in any other way keeps the id of its grading, so that this is found.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._moved: set[str] | None = None
        self._ids: set[tuple[int, str]] = set()

    def __call__(self, report: Report, submission: SubmissionRow, learner: LearnerRow) -> bool:
        if learner_key(report.learner) == learner.key:
            return False
        if fold(report.learner) == learner.folded:
            return True
        if self._moved is None:
            listed = self._session.scalars(select(DecisionRow.submissions))
            self._moved = {number for numbers in listed for number in numbers.split(",")}
            accounts = select(AccountRow.learner_id, AccountRow.value).filter_by(place="")
            self._ids = {(number, value) for number, value in self._session.execute(accounts)}
        return str(submission.id) in self._moved or (learner.id, fold(report.learner)) in self._ids


def best(reports: Iterable[Report]) -> list[Report]:
    """Return the best report per learner and exercise: passed first, then the higher score, then the latest."""
    found: dict[tuple[str, str], Report] = {}
    for report in reports:
        key = (learner_key(report.learner), report.exercise)
        if key not in found or _rank(report) >= _rank(found[key]):
            found[key] = report
    return [found[key] for key in sorted(found)]


def learners(session: Session) -> list[str]:
    """Return every learner's id, sorted."""
    return sorted(session.scalars(select(LearnerRow.key).where(~LearnerRow.hidden)))


def known_all(
    connection: Connection,
    keys: Iterable[WorkKey],
    cut_short: bool,
    origin: Origin | None,
    source_name: str = "",
) -> dict[WorkKey, Report]:
    """Return the newest report for each key of unchanged work, in one query per PAGE keys; see `Gradebook.known_all`."""
    wanted = {key for key in keys if all(key)}
    found: dict[WorkKey, Report] = {}
    for page in pages(sorted(wanted)):
        works = {"works": [key.submission_sha256 for key in page]}
        for sha256, exercise_sha256, grader_version, document in connection.execute(_KNOWN[cut_short], works):
            key = WorkKey(sha256, exercise_sha256, grader_version)
            is_found = key in found and (not source_name or found[key].source_name == source_name)
            if key not in wanted or is_found:
                continue
            report = Report.model_validate_json(document)
            if (origin is None or report.origin is origin) and (
                key not in found or report.source_name == source_name
            ):
                found[key] = report
    return found


def _known_reports(cut_short: bool) -> Select[*tuple[Any, ...]]:
    """Return the query for reports that count as known, with their keys, newest first."""
    outcomes = RAN if cut_short else SETTLED
    works, reports = SubmissionRow.__table__.c, ReportRow.__table__.c
    return (
        select(works.sha256, reports.exercise_sha256, reports.grader_version, reports.document)
        .where(works.id == reports.submission_id)
        .where(reports.outcome.in_(sorted(kind.value for kind in outcomes)))
        .order_by(reports.turn.desc(), reports.id.desc())
    )


# Built once: building a statement takes longer than running it. It asks for the work only: a whole class shares
# exercise and grader, and with those in the query SQLite would read the whole class for each submission.
_KNOWN = {
    cut_short: _known_reports(cut_short).where(
        SubmissionRow.__table__.c.sha256.in_(bindparam("works", expanding=True))
    )
    for cut_short in (True, False)
}


def pages(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield the items in lists of PAGE, which one query can name."""
    rest = iter(items)
    while page := list(islice(rest, PAGE)):
        yield page


def _rank(report: Report) -> tuple[bool, float]:
    return report.passed, report.score
