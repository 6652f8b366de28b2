"""The gradebook's tables."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """What all tables share."""


class LearnerRow(Base):
    """One learner, by the id their submissions carry."""

    __tablename__ = "learners"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(320), unique=True)
    submissions: Mapped[list[SubmissionRow]] = relationship(back_populates="learner")


class SubmissionRow(Base):
    """One piece of work handed in; the same bytes for the same exercise are one submission."""

    __tablename__ = "submissions"
    __table_args__ = (UniqueConstraint("learner_id", "exercise", "sha256"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    exercise: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    source_name: Mapped[str] = mapped_column(String(500))
    learner: Mapped[LearnerRow] = relationship(back_populates="submissions")
    reports: Mapped[list[ReportRow]] = relationship(back_populates="submission")


class ReportRow(Base):
    """One grading of a submission; a second grading that found anything else is a second row."""

    __tablename__ = "reports"
    __table_args__ = (UniqueConstraint("submission_id", "digest"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(40))
    score: Mapped[float]
    max_score: Mapped[float]
    passed: Mapped[bool]
    graded_at: Mapped[datetime]
    document: Mapped[str] = mapped_column(doc="the whole report as JSON")
    submission: Mapped[SubmissionRow] = relationship(back_populates="reports")
    checks: Mapped[list[CheckRow]] = relationship(back_populates="report")


class CheckRow(Base):
    """One check's verdict within a report, kept apart so that it can be counted."""

    __tablename__ = "check_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    check: Mapped[str] = mapped_column(String(120))
    task: Mapped[str] = mapped_column(String(120))
    verdict: Mapped[str] = mapped_column(String(20))
    points: Mapped[float]
    max_points: Mapped[float]
    report: Mapped[ReportRow] = relationship(back_populates="checks")
