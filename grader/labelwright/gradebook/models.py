"""The gradebook's tables; times are UTC without a zone, and marks, comments and deadlines are only added."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import Double, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column, relationship


class Base(DeclarativeBase):
    """The base class of all tables."""

    type_annotation_map: ClassVar[dict[Any, Any]] = {float: Double()}


class LearnerRow(Base):
    """One learner, by the id in their submissions, with details from a roster; empty if unknown."""

    __tablename__ = "learners"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(String(320), unique=True)
    folded: Mapped[str] = mapped_column(String(320), unique=True, doc="the key as ids are compared")
    name: Mapped[str] = mapped_column(String(320), default="", server_default="")
    email: Mapped[str] = mapped_column(String(320), default="", server_default="")
    section: Mapped[str] = mapped_column(String(320), default="", server_default="")
    canvas_id: Mapped[str] = mapped_column(String(320), default="", server_default="")
    sis_user_id: Mapped[str] = mapped_column(String(320), default="", server_default="")
    sis_login_id: Mapped[str] = mapped_column(String(320), default="", server_default="")
    moodle_username: Mapped[str] = mapped_column(String(320), default="", server_default="")
    moodle_id_number: Mapped[str] = mapped_column(String(320), default="", server_default="")
    github_username: Mapped[str] = mapped_column(String(320), default="", server_default="")
    on_roster: Mapped[bool] = mapped_column(default=False, server_default="0")
    has_left: Mapped[bool] = mapped_column(
        default=False, server_default="0", doc="a complete class list no longer has them"
    )
    hidden: Mapped[bool] = mapped_column(
        default=False, server_default="0", doc="nothing is left under this id: it was merged or moved"
    )
    made_up: Mapped[bool] = mapped_column(
        default=False, server_default="0", doc="the id comes from names of files only; no work states it"
    )
    submissions: Mapped[list[SubmissionRow]] = relationship(back_populates="learner")


class AccountRow(Base):
    """An earlier id of a learner, or their account in an LMS, so that work under it finds them."""

    __tablename__ = "accounts"
    __table_args__ = (UniqueConstraint("place", "value"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    place: Mapped[str] = mapped_column(String(160), doc="the LMS, or empty for an earlier id")
    value: Mapped[str] = mapped_column(String(320), doc="the id as ids are compared")


class ExerciseRow(Base):
    """One version of an exercise, as described by the newest report that ran its checks."""

    __tablename__ = "exercises"
    __table_args__ = (UniqueConstraint("slug", "version", name="uq_exercises_slug_version"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    slug: Mapped[str] = mapped_column(String(120))
    version: Mapped[int]
    title: Mapped[str] = mapped_column(String(500))
    module: Mapped[str] = mapped_column(String(120))
    max_score: Mapped[float]


class SubmissionRow(Base):
    """One piece of work that was handed in; the same bytes for the same exercise by one person are one submission."""

    __tablename__ = "submissions"
    __table_args__ = (
        UniqueConstraint("learner_id", "exercise", "sha256", "claim"),
        Index("ix_submissions_sha256", "sha256"),
        Index("ix_submissions_stated_key", "stated_key"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    exercise: Mapped[str] = mapped_column(String(120))
    sha256: Mapped[str] = mapped_column(String(64))
    source_name: Mapped[str] = mapped_column(String(500))
    handed_in_at: Mapped[datetime | None] = mapped_column(
        doc="None: nobody said when; the date of a file or of the grading is never taken for it"
    )
    handed_in_source: Mapped[str] = mapped_column(
        String(500), default="", server_default="", doc="the file or mark that said when, or why nothing did"
    )
    handed_in_kind: Mapped[str] = mapped_column(String(20), default="", server_default="")
    marked_late: Mapped[bool] = mapped_column(
        default=False, server_default="0", doc="an LMS says late; it counts only where no time is known"
    )
    identity: Mapped[str] = mapped_column(
        String(10), default="sure", server_default="sure", doc="whose it is: sure, open or decided"
    )
    identity_by: Mapped[str] = mapped_column(
        String(10), default="", server_default="", doc="the source that says whose it is"
    )
    identity_why: Mapped[str] = mapped_column(default="", server_default="", doc="why the identity is open")
    lms: Mapped[str] = mapped_column(String(40), default="", server_default="")
    lms_id: Mapped[str] = mapped_column(String(320), default="", server_default="")
    lms_email: Mapped[str] = mapped_column(String(320), default="", server_default="")
    lms_name: Mapped[str] = mapped_column(String(320), default="", server_default="")
    lms_source: Mapped[str] = mapped_column(String(80), default="", server_default="")
    stated: Mapped[str] = mapped_column(
        String(320), default="", server_default="", doc="who the work itself says handed it in"
    )
    stated_key: Mapped[str] = mapped_column(String(320), default="", server_default="")
    file_name: Mapped[str] = mapped_column(
        String(320), default="", server_default="", doc="the id that the name of the file or folder gives"
    )
    claim: Mapped[str] = mapped_column(
        String(64), default="", server_default="", doc="digest of who is named"
    )
    learner: Mapped[LearnerRow] = relationship(back_populates="submissions")
    reports: Mapped[list[ReportRow]] = relationship(back_populates="submission")


class ReportRow(Base):
    """One grading of a submission; another grading with a different result is another row."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("submission_id", "digest"),
        Index("ix_reports_exercise_sha256", "exercise_sha256", "grader_version"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    submission_id: Mapped[int] = mapped_column(ForeignKey("submissions.id"))
    digest: Mapped[str] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(40))
    score: Mapped[float]
    max_score: Mapped[float]
    passed: Mapped[bool]
    graded_at: Mapped[datetime]
    document: Mapped[str] = mapped_column(doc="the whole report as JSON")
    version: Mapped[int] = mapped_column(default=0, server_default="0", doc="the exercise's version")
    exercise_sha256: Mapped[str] = mapped_column(String(64), default="", server_default="")
    grader_version: Mapped[str] = mapped_column(String(40), default="", server_default="")
    turn: Mapped[int] = mapped_column(
        default=1, server_default="0", doc="the grading with the highest turn is a submission's newest"
    )
    submission: Mapped[SubmissionRow] = relationship(back_populates="reports")
    checks: Mapped[list[CheckRow]] = relationship(back_populates="report")


class CheckRow(Base):
    """One check's verdict in a report, in its own table so that it can be counted."""

    __tablename__ = "check_results"

    id: Mapped[int] = mapped_column(primary_key=True)
    report_id: Mapped[int] = mapped_column(ForeignKey("reports.id"))
    check: Mapped[str] = mapped_column(String(120))
    task: Mapped[str] = mapped_column(String(120))
    verdict: Mapped[str] = mapped_column(String(20))
    points: Mapped[float]
    max_points: Mapped[float]
    report: Mapped[ReportRow] = relationship(back_populates="checks")


class MarkRow(Base):
    """A manual mark; for a learner, exercise and task the newest counts, and no row is ever changed."""

    __tablename__ = "marks"
    __table_args__ = (Index("ix_marks_learner_id", "learner_id", "exercise"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    exercise: Mapped[str] = mapped_column(String(120))
    task: Mapped[str] = mapped_column(String(120), doc="empty: the whole exercise")
    points: Mapped[float | None] = mapped_column(doc="None: the earlier mark is withdrawn, or excused")
    passed: Mapped[bool | None] = mapped_column(doc="None: the checks decide")
    excused: Mapped[bool] = mapped_column(default=False, server_default="0", doc="the learner need not do it")
    reason: Mapped[str]
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]


class CommentRow(Base):
    """A comment for a learner on one task or the exercise; a withdrawal is another row."""

    __tablename__ = "comments"
    __table_args__ = (Index("ix_comments_learner_id", "learner_id", "exercise"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    learner_id: Mapped[int] = mapped_column(ForeignKey("learners.id"))
    exercise: Mapped[str] = mapped_column(String(120))
    task: Mapped[str] = mapped_column(String(120), doc="empty: the whole exercise")
    text: Mapped[str]
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]
    withdraws: Mapped[int | None] = mapped_column(ForeignKey("comments.id"))


class DeadlineRow(Base):
    """When an exercise is due and what lateness costs; the newest row for an exercise and its learner or section counts."""

    __tablename__ = "deadlines"
    __table_args__ = (Index("ix_deadlines_exercise", "exercise"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    exercise: Mapped[str] = mapped_column(String(120))
    learner_id: Mapped[int | None] = mapped_column(ForeignKey("learners.id"), doc="None: for everyone")
    due_at: Mapped[datetime | None] = mapped_column(doc="None: the deadline is withdrawn")
    section: Mapped[str | None] = mapped_column(String(320), doc="None: for one learner, or for everyone")
    percent_per_day: Mapped[float | None] = mapped_column(doc="None here and below: as for everyone")
    floor_percent: Mapped[float | None]
    fixed_percent: Mapped[float | None]
    grace_minutes: Mapped[float | None]
    last_at: Mapped[datetime | None] = mapped_column(doc="later work gets no points")
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]


class DecisionRow(Base):
    """What a person decided about whose work it is; no row is ever changed, and an undoing is another row."""

    __tablename__ = "identity_decisions"

    id: Mapped[int] = mapped_column(primary_key=True)
    action: Mapped[str] = mapped_column(String(20))
    about: Mapped[str] = mapped_column(doc="what was decided, as a sentence")
    reason: Mapped[str]
    changes: Mapped[str] = mapped_column(doc="each changed value before and after, as JSON")
    learners: Mapped[str] = mapped_column(doc="the learners that it is about, as ,1,2,")
    submissions: Mapped[str] = mapped_column(doc="the submissions that it moved, as ,1,2,")
    who: Mapped[str] = mapped_column(String(320))
    made_at: Mapped[datetime]
    undoes: Mapped[int | None] = mapped_column(ForeignKey("identity_decisions.id"))
