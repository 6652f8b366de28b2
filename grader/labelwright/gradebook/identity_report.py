"""Read the people of the gradebook, and the identity report: whose each submission is, and what is still open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import Report
from labelwright.gradebook.deadlines import from_db
from labelwright.gradebook.identity import Known, People, State, fold, name_forms
from labelwright.gradebook.identity_rows import claims_of
from labelwright.gradebook.models import AccountRow, DecisionRow, LearnerRow, SubmissionRow

ID_COLUMNS = (
    "key",
    "email",
    "sis_user_id",
    "sis_login_id",
    "moodle_username",
    "moodle_id_number",
    "github_username",
)


def read_people(session: Session) -> People:
    """Return everybody whom the gradebook knows, and the work that a person assigned."""
    accounts: dict[int, set[tuple[str, str]]] = defaultdict(set)
    for row in session.scalars(select(AccountRow)):
        accounts[row.learner_id].add((row.place, row.value))
    learners = session.scalars(select(LearnerRow).where(~LearnerRow.hidden))
    decided = (
        select(SubmissionRow.exercise, SubmissionRow.sha256, SubmissionRow.claim, LearnerRow.key)
        .join(LearnerRow)
        .where(SubmissionRow.identity == State.DECIDED.value)
    )
    assigned = {(slug, sha256, claim): key for slug, sha256, claim, key in session.execute(decided)}
    return People.of([_known(row, accounts[row.id]) for row in learners], assigned)


def _known(row: LearnerRow, accounts: set[tuple[str, str]]) -> Known:
    numbers = {("Canvas", row.canvas_id), ("GitHub", row.github_username)}
    listed = {(place, fold(number)) for place, number in numbers if number}
    # Numbers of Moodle without an assignment are only on lists: its grading worksheet.
    listed |= {account for account in accounts if account[0] == "Moodle"}
    ids = {getattr(row, name) for name in ID_COLUMNS} - {""}
    return Known(
        row.id,
        row.key,
        row.on_roster,
        row.made_up,
        frozenset(map(fold, ids)) | {value for place, value in accounts if not place},
        name_forms(row.name),
        frozenset(account for account in accounts if account[0]),
        frozenset(listed) if row.on_roster else frozenset(),
    )


@dataclass(frozen=True)
class Handed:
    """One row of the identity report: a submission, whose it is, who says so, and what a person decided.

    `by` names the source that counts: lms, work, file, person, or empty if none does. `lms_person` is the LMS's word and
    `stated` the work's own.
    """

    number: int
    learner: str
    name: str
    exercise: str
    state: State
    by: str
    why: str
    lms: str
    lms_person: str
    lms_source: str
    stated: str
    source_name: str
    decided_by: str = ""
    decided_at: datetime | None = None


def identity_report(session: Session, states: Collection[State] = (State.OPEN,)) -> list[Handed]:
    """Return the submissions in these states, by learner and exercise."""
    query = (
        select(SubmissionRow, LearnerRow)
        .join(LearnerRow)
        .where(SubmissionRow.identity.in_([state.value for state in states]))
        .order_by(LearnerRow.key, SubmissionRow.exercise, SubmissionRow.id)
    )
    decisions = _decisions_by_submission(session)
    return [_handed(row, learner, decisions.get(row.id)) for row, learner in session.execute(query)]


def _handed(row: SubmissionRow, learner: LearnerRow, decision: DecisionRow | None) -> Handed:
    return Handed(
        row.id,
        learner.key,
        learner.name,
        row.exercise,
        State(row.identity),
        row.identity_by,
        row.identity_why,
        row.lms,
        claims_of(row).lms_person,
        row.lms_source,
        row.stated,
        row.source_name,
        decision.who if decision else "",
        from_db(decision.made_at) if decision else None,
    )


def _decisions_by_submission(session: Session) -> dict[int, DecisionRow]:
    """Return the newest decision about each submission that was not undone."""
    rows = list(session.scalars(select(DecisionRow).order_by(DecisionRow.id)))
    undone = {row.undoes for row in rows}
    found = {}
    for row in rows:
        if row.undoes is None and row.id not in undone:
            found.update({int(number): row for number in row.submissions.split(",") if number})
    return found


def is_open(session: Session, learner: LearnerRow | None, report: Report) -> bool:
    """Return whether each submission of this learner with this work is open."""
    if learner is None:
        return False
    query = select(SubmissionRow.identity).filter_by(
        learner_id=learner.id, exercise=report.exercise, sha256=report.submission_sha256
    )
    return set(session.scalars(query)) == {State.OPEN.value}


def why_not_listed(session: Session, learner: LearnerRow | None) -> str:
    """Return why somebody is not in the class, as a sentence; empty if they are, or without a class list."""
    if session.scalar(select(LearnerRow.id).where(LearnerRow.on_roster).limit(1)) is None:
        return ""
    if learner is None or not learner.on_roster:
        return "They are not on the class list."
    return "They left the class: the complete class list no longer has them." if learner.has_left else ""
