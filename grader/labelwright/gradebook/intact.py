"""Tell whether a stored report is still the one that was recorded, by its digest and by the row that holds it."""

from __future__ import annotations

from hashlib import sha256

from pydantic_core import from_json, to_json
from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import Report
from labelwright.gradebook.models import LearnerRow, ReportRow, SubmissionRow
from labelwright.gradebook.record import learner_key
from labelwright.gradebook.times import stored


def document_digest(document: str) -> str:
    """The digest of a stored report, as `Report.digest` gives it, from the text and so for reports of any age.

    A report read back has the fields of today's reports, and so another digest than when it was recorded.
    Raises ValueError where the text is no JSON object.
    """
    content = from_json(document)
    if not isinstance(content, dict):
        raise ValueError("a stored report is a JSON object")
    content.pop("graded_at", None)
    return sha256(to_json(content, inf_nan_mode="strings")).hexdigest()


def fault(session: Session, report: Report) -> str:
    """What shows that a report read from the gradebook is not as it was recorded; "" where nothing does.

    Whoever writes to the database and knows how can also write a fitting digest: this finds edits and damage,
    not a forger who has the gradebook in hand.
    """
    row = session.scalar(
        select(ReportRow)
        .join(SubmissionRow)
        .join(LearnerRow)
        .where(LearnerRow.key == learner_key(report.learner))
        .where(SubmissionRow.exercise == report.exercise, SubmissionRow.sha256 == report.submission_sha256)
        .order_by(ReportRow.turn.desc(), ReportRow.id.desc())
    )
    if row is None:
        return "it names another learner, exercise or submission than it was recorded for"
    if document_digest(row.document) != row.digest:
        return "its text no longer has the digest under which it was recorded"
    told = (
        report.outcome.kind.value,
        report.score,
        report.max_score,
        report.passed,
        stored(report.graded_at),
    )
    if told != (row.outcome, row.score, row.max_score, row.passed, row.graded_at):
        return "its outcome, score or time is not the one that was recorded"
    return ""
