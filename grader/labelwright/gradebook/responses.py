"""Store what a person must read to mark a task: plain data, once however often it is handed in."""

from __future__ import annotations

import secrets
from hashlib import sha256

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import PersonTask, Report, Response
from labelwright.gradebook.deadlines import now, to_db
from labelwright.gradebook.models import SubmissionRow
from labelwright.gradebook.review_models import PersonTaskRow, ResponseRow, ResponseTextRow

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Letters and digits that nobody takes for each other."""


def add_responses(session: Session, report: Report, submission: SubmissionRow) -> None:
    """Store the responses of a report that was just graded; what is stored already is not stored again.

    A report that came without its responses, because the same bytes were graded before, gets those of that work.
    """
    answered = [task for task in report.person_tasks if task.answered]
    if not answered:
        return
    responses = {response.task: response for response in report.responses}
    for task in answered:
        row = _task_row(session, report, task)
        if task.id in responses:
            digest = _store_text(session, responses[task.id])
        else:
            found = _of_same_work(session, submission, task.id)
            if found is None:
                continue
            digest = found
        known = select(ResponseRow.id).filter_by(submission_id=submission.id, task_id=row.id, digest=digest)
        if session.scalar(known) is None:
            session.add(
                ResponseRow(
                    submission_id=submission.id,
                    task_id=row.id,
                    digest=digest,
                    code="".join(secrets.choice(_LETTERS) for _ in range(6)),
                    came_at=to_db(now()),
                )
            )
            session.flush()


def _task_row(session: Session, report: Report, task: PersonTask) -> PersonTaskRow:
    document = task.model_dump_json(exclude={"answered"})
    digest = sha256(document.encode()).hexdigest()
    exercise, version = report.exercise[:120], report.version
    found = session.scalar(
        select(PersonTaskRow).filter_by(exercise=exercise, version=version, task=task.id[:120], digest=digest)
    )
    if found is None:
        found = PersonTaskRow(
            exercise=exercise,
            version=version,
            task=task.id[:120],
            points=task.points,
            digest=digest,
            document=document,
        )
        session.add(found)
        session.flush()
    return found


def _store_text(session: Session, response: Response) -> str:
    digest = response.digest
    if session.get(ResponseTextRow, digest) is None:
        session.add(ResponseTextRow(digest=digest, document=response.model_dump_json()))
        session.flush()
    return digest


def _of_same_work(session: Session, submission: SubmissionRow, task: str) -> str | None:
    query = (
        select(ResponseRow.digest)
        .join(SubmissionRow)
        .join(PersonTaskRow)
        .where(SubmissionRow.exercise == submission.exercise, SubmissionRow.sha256 == submission.sha256)
        .where(PersonTaskRow.task == task)
        .order_by(ResponseRow.id.desc())
    )
    return session.scalar(query.limit(1))


def text_of(session: Session, digest: str) -> Response:
    """Return what a response contains."""
    row = session.get(ResponseTextRow, digest)
    assert row is not None
    return Response.model_validate_json(row.document)


def task_of(session: Session, number: int) -> PersonTask:
    """Return a task with its rubric as it was when the work was graded."""
    row = session.get(PersonTaskRow, number)
    assert row is not None
    return PersonTask.model_validate_json(row.document)


def place_of(session: Session, number: int) -> tuple[str, str]:
    """Return the exercise and the id of the task with this number."""
    row = session.get(PersonTaskRow, number)
    assert row is not None
    return row.exercise, row.task
