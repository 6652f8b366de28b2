"""The tables of tasks that a person marks: what the marker reads, claims, drafts, reviews, decisions and questions.

Reviews, decisions and questions are only added. Claims and drafts say what somebody is doing now, and change.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from labelwright.gradebook.models import Base


class PersonTaskRow(Base):
    """One task that a person marks, with its rubric as it was when work was graded; a changed rubric is another row."""

    __tablename__ = "person_tasks"
    __table_args__ = (UniqueConstraint("exercise", "version", "task", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    task: Mapped[str] = mapped_column(String(120))
    points: Mapped[float]
    digest: Mapped[str] = mapped_column(String(64))
    document: Mapped[str] = mapped_column(doc="the task with its rubric as JSON")


class ResponseTextRow(Base):
    """What a response contains, stored once however often it is handed in or graded."""

    __tablename__ = "response_texts"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    document: Mapped[str] = mapped_column(doc="plain data as JSON, never HTML")


class ResponseRow(Base):
    """What one submission answers to one task; the code says nothing about the learner."""

    __tablename__ = "responses"
    __table_args__ = (
        UniqueConstraint("submission_id", "task_id", "digest"),
        Index("ix_responses_task_id", "task_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    task_id: Mapped[int] = mapped_column(ForeignKey("person_tasks.id"))
    digest: Mapped[str] = mapped_column(ForeignKey("response_texts.digest"))
    code: Mapped[str] = mapped_column(String(12), unique=True)
    came_at: Mapped[datetime] = mapped_column(doc="when this learner's response with this text first came")


class ReviewPlanRow(Base):
    """How the responses to a task are marked; the newest row for an exercise and task counts."""

    __tablename__ = "review_plans"
    __table_args__ = (Index("ix_review_plans_exercise", "exercise", "task"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise: Mapped[str] = mapped_column(String(120))
    task: Mapped[str] = mapped_column(String(120))
    double: Mapped[bool]
    calibration: Mapped[str] = mapped_column(doc="the ids of the responses that every marker marks, as JSON")
    is_open: Mapped[bool] = mapped_column(doc="the other responses may be marked")
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]


class ReviewClaimRow(Base):
    """Who marks a response at this time; with double marking there are two places."""

    __tablename__ = "review_claims"
    __table_args__ = (
        UniqueConstraint("response_id", "place"),
        UniqueConstraint("response_id", "marker"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    place: Mapped[int]
    marker: Mapped[str] = mapped_column(String(320))
    touched_at: Mapped[datetime]


class ReviewDraftRow(Base):
    """What a marker has typed so far; `turn` is higher for each keystroke."""

    __tablename__ = "review_drafts"
    __table_args__ = (UniqueConstraint("response_id", "marker"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    marker: Mapped[str] = mapped_column(String(320))
    document: Mapped[str] = mapped_column(doc="points by criterion and the comment, as JSON")
    turn: Mapped[int]
    saved_at: Mapped[datetime]


class ReviewRow(Base):
    """One marker's points and comment on one response; the marker's newest row counts."""

    __tablename__ = "reviews"
    __table_args__ = (Index("ix_reviews_response_id", "response_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    document: Mapped[str] = mapped_column(doc="points by criterion as JSON")
    points: Mapped[float]
    comment: Mapped[str]
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]


class ReviewDecisionRow(Base):
    """What counts for a response: one marker's points, two markers' equal points, or an adjudication; the newest counts."""

    __tablename__ = "review_decisions"
    __table_args__ = (Index("ix_review_decisions_response_id", "response_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    response_id: Mapped[int] = mapped_column(ForeignKey("responses.id"))
    kind: Mapped[str] = mapped_column(String(20))
    document: Mapped[str] = mapped_column(doc="points by criterion as JSON")
    points: Mapped[float]
    reason: Mapped[str]
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]


class QuestionRow(Base):
    """A learner's question about a mark; `answer` is the comment that answers it, and is set once."""

    __tablename__ = "questions"
    __table_args__ = (Index("ix_questions_learner_id", "learner_id", "exercise"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    exercise: Mapped[str] = mapped_column(String(120))
    task: Mapped[str] = mapped_column(String(120))
    text: Mapped[str]
    answer: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]
