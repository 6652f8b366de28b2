"""Write reports into the gradebook, and find a stored report that no longer matches what was recorded."""

from __future__ import annotations

from hashlib import sha256

from pydantic_core import from_json, to_json
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import RAN, CheckResult, Report
from labelwright.gradebook import responses
from labelwright.gradebook.deadlines import from_db, to_db
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn, Source, settle
from labelwright.gradebook.identity import NO_CLAIMS, By, Claims, Identity, State, fold
from labelwright.gradebook.identity import learner_key as learner_key
from labelwright.gradebook.identity_rows import keep_together, set_identity
from labelwright.gradebook.models import (
    AccountRow,
    CheckRow,
    ExerciseRow,
    LearnerRow,
    ReportRow,
    SubmissionRow,
)


def document_digest(document: str) -> str:
    """Return the digest of a stored report's text, as `Report.digest` gave it when it was recorded.

    It is computed from the text because a report that is read back has today's fields, and so another digest.
    Raise ValueError if the text is not a JSON object.
    """
    content = from_json(document)
    if not isinstance(content, dict):
        raise ValueError("a stored report is a JSON object")
    content.pop("graded_at", None)
    return sha256(to_json(content, inf_nan_mode="strings")).hexdigest()


def tampering(session: Session, report: Report) -> str:
    """Return why a stored report no longer matches what was recorded, or an empty string.

    This finds edits and damage. It cannot find a forger with access to the database, who can also write a matching
    digest.
    """
    learner = find_learner(session, report.learner)
    query = (
        select(ReportRow)
        .join(SubmissionRow)
        .where(SubmissionRow.learner_id == (learner.id if learner else None))
        .where(SubmissionRow.exercise == report.exercise, SubmissionRow.sha256 == report.submission_sha256)
        .order_by(ReportRow.turn.desc(), ReportRow.id.desc())
    )
    newest: dict[int, ReportRow] = {}
    for row in session.scalars(query):
        newest.setdefault(row.submission_id, row)
    if learner is None or not newest:
        return "it names another learner, exercise or submission than it was recorded for"
    reasons = [_difference(row, report) for row in newest.values()]
    return "" if "" in reasons else reasons[0]


def _difference(row: ReportRow, report: Report) -> str:
    if document_digest(row.document) != row.digest:
        return "its text no longer has the digest under which it was recorded"
    stated = (
        report.outcome.kind.value,
        report.score,
        report.max_score,
        report.passed,
        to_db(report.graded_at),
    )
    if stated != (row.outcome, row.score, row.max_score, row.passed, row.graded_at):
        return "its outcome, score or time is not the one that was recorded"
    return ""


LARGEST_VERSION = 2**31 - 1


def record(
    session: Session,
    report: Report,
    handed_in: HandedIn = UNKNOWN,
    made_up: bool = False,
    identity: Identity | None = None,
) -> bool:
    """Add a report; return False if it already is the submission's newest.

    A report equal to an older one is not stored twice: the older one becomes the newest again. `identity` says whose
    work it is and how sure that is. Without it, `made_up` says that the learner's id comes from the name of a file.
    """
    if identity is None:
        state = State.OPEN if made_up else State.SURE
        why = f"Nobody says whose work this is. The id is the name of its file or folder, {report.learner}."
        claims = Claims(file=report.learner) if made_up else NO_CLAIMS
        by = By.FILE if made_up else By.NOBODY
        identity = Identity(report.learner, state, by, why if made_up else "", made_up, claims)
    submission, is_new = _submission(session, report, handed_in, identity)
    _describe_exercise(session, report)
    responses.add_responses(session, report, submission)
    if is_new:
        session.add(_row(submission, report, 1))
        return True
    gradings = select(ReportRow.turn, ReportRow.digest).filter_by(submission_id=submission.id)
    newest = session.execute(gradings.order_by(ReportRow.turn.desc(), ReportRow.id.desc())).first()
    if newest is None:
        session.add(_row(submission, report, 1))
        return True
    if newest.digest == report.digest:
        return False
    seen = session.scalar(select(ReportRow).filter_by(submission_id=submission.id, digest=report.digest))
    if seen is not None:
        seen.turn = newest.turn + 1
    else:
        session.add(_row(submission, report, newest.turn + 1))
    return True


def find_learner(session: Session, learner: str) -> LearnerRow | None:
    """Return the learner with this id, without case, or with this earlier id; None if there is none."""
    value = fold(learner)
    found = session.scalar(select(LearnerRow).filter_by(folded=value))
    if found is not None and not found.hidden:
        return found
    earlier = select(LearnerRow).join(AccountRow).where(AccountRow.place == "", AccountRow.value == value)
    return session.scalar(earlier) or found


def stored_key(session: Session, learner: str) -> str:
    """Return the id under which the gradebook has a learner; the given one if it has no such learner."""
    found = find_learner(session, learner)
    return learner_key(learner) if found is None else found.key


def learner_row(session: Session, learner: str, made_up: bool = False) -> LearnerRow:
    """Return the learner's row; add it if there is none. An id that is stated once is no longer made up."""
    found = find_learner(session, learner)
    if found is None:
        found = LearnerRow(key=learner_key(learner), folded=fold(learner), made_up=made_up)
        session.add(found)
        session.flush()
    elif found.made_up and not made_up:
        found.made_up = False
    found.hidden = False
    return found


def handed_in_of(row: SubmissionRow) -> HandedIn:
    """Return what the gradebook knows about when work was handed in."""
    when = from_db(row.handed_in_at) if row.handed_in_at else None
    return HandedIn(when, row.handed_in_source, Source(row.handed_in_kind), row.marked_late)


def _submission(
    session: Session, report: Report, handed_in: HandedIn, identity: Identity
) -> tuple[SubmissionRow, bool]:
    """Return the submission's row, and whether it is new.

    It is the same submission if the same people are named for the same bytes, even if it was moved to another learner since.
    """
    exercise, sha256 = _plain(report.exercise, 120), _plain(report.submission_sha256, 64)
    claim = identity.claims.digest
    same = list(session.scalars(select(SubmissionRow).filter_by(exercise=exercise, sha256=sha256)))
    found = next((row for row in same if claim and row.claim == claim), None)
    if found is None or found.identity != State.DECIDED:
        learner = learner_row(session, report.learner, identity.made_up)
        found = found or next((row for row in same if row.learner_id == learner.id), None)
    if found is None:
        found = SubmissionRow(learner_id=learner.id, exercise=exercise, sha256=sha256)
        found.source_name = _plain(report.source_name, 500)
        _set_handed_in(found, handed_in)
        set_identity(found, identity)
        session.add(found)
        session.flush()
        keep_together(session, found, identity)
        return found, True
    _set_handed_in(found, settle(handed_in_of(found), handed_in))
    if found.identity != State.DECIDED and claim:
        found.learner_id = learner.id
        set_identity(found, identity)
        keep_together(session, found, identity)
    return found, False


def _set_handed_in(row: SubmissionRow, handed_in: HandedIn) -> None:
    row.handed_in_at = to_db(handed_in.when) if handed_in.when else None
    row.handed_in_source = _plain(handed_in.source, 500)
    row.handed_in_kind = handed_in.kind.value
    row.marked_late = handed_in.marked_late


def _describe_exercise(session: Session, report: Report) -> None:
    """Store the exercise's title, module and points, which only a report that ran its checks has."""
    if report.outcome.kind not in RAN:
        return
    slug, version = _plain(report.exercise, 120), _version(report)
    facts = {
        "title": _plain(report.title, 500),
        "module": _plain(report.facts.module, 120),
        "max_score": report.max_score,
    }
    row = session.scalar(select(ExerciseRow).filter_by(slug=slug, version=version))
    if row is None:
        session.add(ExerciseRow(slug=slug, version=version, **facts))
        return
    for name, value in facts.items():
        if getattr(row, name) != value:
            setattr(row, name, value)


def known_exercise(session: Session, slug: str) -> bool:
    """Return whether any work for the exercise is recorded."""
    return bool(session.scalar(select(func.count()).select_from(SubmissionRow).filter_by(exercise=slug)))


def _row(submission: SubmissionRow, report: Report, turn: int) -> ReportRow:
    return ReportRow(
        submission=submission,
        digest=report.digest,
        outcome=report.outcome.kind.value,
        score=report.score,
        max_score=report.max_score,
        passed=report.passed,
        graded_at=to_db(report.graded_at),
        document=report.model_dump_json(),
        version=_version(report),
        exercise_sha256=_plain(report.exercise_sha256, 64),
        grader_version=_plain(report.grader_version, 40),
        turn=turn,
        checks=[_check(result) for result in report.checks],
    )


def _check(result: CheckResult) -> CheckRow:
    return CheckRow(
        check=_plain(result.id, 120),
        task=_plain(result.task, 120),
        verdict=result.verdict.value,
        points=result.points,
        max_points=result.max_points,
    )


def _version(report: Report) -> int:
    # Learners write it, so it may be any number; the column has 32 bits.
    return min(max(report.version, 0), LARGEST_VERSION)


def _plain(text: str, most: int) -> str:
    # PostgreSQL refuses NUL and text longer than the column.
    return text.replace("\0", "�")[:most]
