"""Learners' questions about marks: who asked what, and the comment that answers it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook import manual
from labelwright.gradebook.deadlines import from_db, now, to_db
from labelwright.gradebook.marks import Comment
from labelwright.gradebook.models import CommentRow, LearnerRow
from labelwright.gradebook.review_models import QuestionRow


@dataclass(frozen=True)
class Question:
    """A question about a mark; `who` entered it. `answer` is empty until somebody answers."""

    learner: str
    exercise: str
    text: str
    who: str
    task: str = ""
    when: datetime = field(default_factory=now)
    number: int = 0
    answer: str = ""
    answered_by: str = ""


def ask(session: Session, question: Question) -> int:
    """Add a question and return its number; the learner, exercise and task must exist."""
    if not question.text.strip():
        raise GradebookError("The question is empty. Write its text.")
    if not question.who.strip():
        raise GradebookError("A question needs the name of the person who enters it.")
    learner = manual.need_learner(session, question.learner)
    manual.need_work(session, question.exercise, question.task)
    row = QuestionRow(
        learner_id=learner.id,
        exercise=question.exercise[:120],
        task=question.task[:120],
        text=question.text.replace("\0", "�").strip(),
        who=question.who.strip()[:320],
        made_at=to_db(question.when),
    )
    session.add(row)
    session.flush()
    return row.id


def answer(session: Session, number: int, text: str, who: str) -> int:
    """Answer a question with a comment that the learner reads; return the comment's number.

    Raise GradebookError if the question does not exist or has its answer.
    """
    row = session.scalar(select(QuestionRow).filter_by(id=number).with_for_update())
    if row is None:
        raise GradebookError(
            f"Question {number} does not exist. `labelwright gradebook questions` lists them."
        )
    if row.answer is not None:
        raise GradebookError(
            f"Question {number} is answered already. Add more with `labelwright gradebook comment`."
        )
    if not text.strip():
        raise GradebookError("The answer is empty. Write its text.")
    learner = session.get(LearnerRow, row.learner_id)
    assert learner is not None
    said = f'Your question: "{row.text}" The answer: {text.strip()}'
    row.answer = manual.comment(session, Comment(learner.key, row.exercise, said, who, row.task))
    return row.answer


def questions(session: Session, unanswered: bool = False) -> list[Question]:
    """Return every question with its answer, or those without one, oldest first."""
    query = (
        select(QuestionRow, LearnerRow.key, CommentRow)
        .join(LearnerRow, QuestionRow.learner_id == LearnerRow.id)
        .outerjoin(CommentRow, QuestionRow.answer == CommentRow.id)
        .order_by(QuestionRow.id)
    )
    if unanswered:
        query = query.where(QuestionRow.answer.is_(None))
    return [
        Question(
            learner,
            row.exercise,
            row.text,
            row.who,
            row.task,
            from_db(row.made_at),
            row.id,
            comment.text if comment else "",
            comment.who if comment else "",
        )
        for row, learner, comment in session.execute(query)
    ]
