"""Remove a learner's responses, with what markers did with them, and the learner's questions, for good."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from labelwright.gradebook.models import SubmissionRow
from labelwright.gradebook.review_models import (
    QuestionRow,
    ResponseRow,
    ResponseTextRow,
    ReviewClaimRow,
    ReviewDecisionRow,
    ReviewDraftRow,
    ReviewRow,
)


def remove_responses(session: Session, learners: Collection[int]) -> int:
    """Remove everything about the responses of the learners with these row numbers; return how many responses there were.

    It comes before their submissions and comments are removed, because rows here refer to those. A text that somebody else
    handed in too stays.
    """
    works = select(SubmissionRow.id).where(SubmissionRow.learner_id.in_(learners))
    rows = session.execute(
        select(ResponseRow.id, ResponseRow.digest).where(ResponseRow.submission_id.in_(works))
    ).all()
    ids, digests = [row.id for row in rows], {row.digest for row in rows}
    for table in (ReviewClaimRow, ReviewDraftRow, ReviewRow, ReviewDecisionRow):
        session.execute(delete(table).where(table.response_id.in_(ids)))
    session.execute(delete(ResponseRow).where(ResponseRow.id.in_(ids)))
    used = set(session.scalars(select(ResponseRow.digest).where(ResponseRow.digest.in_(digests))))
    session.execute(delete(ResponseTextRow).where(ResponseTextRow.digest.in_(digests - used)))
    session.execute(delete(QuestionRow).where(QuestionRow.learner_id.in_(learners)))
    return len(ids)
