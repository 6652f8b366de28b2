"""Create the tables of the first release."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001.5"
down_revision = None

ROSTER_COLUMNS = (
    "name",
    "email",
    "section",
    "canvas_id",
    "sis_user_id",
    "sis_login_id",
    "moodle_username",
    "moodle_id_number",
    "github_username",
)


def upgrade() -> None:
    """Create every table."""
    _learners_and_exercises()
    _graded_work()
    _manual_entries()
    _decisions()
    _responses()
    _marking()


def _learners_and_exercises() -> None:
    op.create_table(
        "learners",
        _id(),
        sa.Column("key", sa.String(320), nullable=False, unique=True),
        sa.Column("folded", sa.String(320), nullable=False, unique=True),
        *(sa.Column(name, sa.String(320), nullable=False, server_default="") for name in ROSTER_COLUMNS),
        *(
            sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false())
            for name in ("on_roster", "has_left", "hidden", "made_up")
        ),
    )
    op.create_table(
        "accounts",
        _id(),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learners.id"), nullable=False),
        sa.Column("place", sa.String(160), nullable=False),
        sa.Column("value", sa.String(320), nullable=False),
        sa.UniqueConstraint("place", "value"),
    )
    op.create_table(
        "exercises",
        _id(),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("module", sa.String(120), nullable=False),
        sa.Column("max_score", sa.Double(), nullable=False),
        sa.UniqueConstraint("slug", "version", name="uq_exercises_slug_version"),
    )


def _graded_work() -> None:
    op.create_table(
        "submissions",
        _id(),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learners.id"), nullable=False),
        sa.Column("exercise", sa.String(120), nullable=False),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("source_name", sa.String(500), nullable=False),
        sa.Column("handed_in_at", sa.DateTime(), nullable=True),
        sa.Column("handed_in_source", sa.String(500), nullable=False, server_default=""),
        sa.Column("handed_in_kind", sa.String(20), nullable=False, server_default=""),
        sa.Column("marked_late", sa.Boolean(), nullable=False, server_default=sa.false()),
        *_identity(),
        sa.UniqueConstraint("learner_id", "exercise", "sha256", "claim"),
    )
    op.create_index("ix_submissions_sha256", "submissions", ["sha256"])
    op.create_index("ix_submissions_stated_key", "submissions", ["stated_key"])
    op.create_table(
        "reports",
        _id(),
        sa.Column("submission_id", sa.Integer(), sa.ForeignKey("submissions.id"), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("outcome", sa.String(40), nullable=False),
        *_score(),
        sa.Column("passed", sa.Boolean(), nullable=False),
        sa.Column("graded_at", sa.DateTime(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("exercise_sha256", sa.String(64), nullable=False, server_default=""),
        sa.Column("grader_version", sa.String(40), nullable=False, server_default=""),
        sa.Column("turn", sa.Integer(), nullable=False, server_default="0"),
        sa.UniqueConstraint("submission_id", "digest"),
    )
    op.create_index("ix_reports_exercise_sha256", "reports", ["exercise_sha256", "grader_version"])
    op.create_table(
        "check_results",
        _id(),
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("reports.id"), nullable=False),
        sa.Column("check", sa.String(120), nullable=False),
        sa.Column("task", sa.String(120), nullable=False),
        sa.Column("verdict", sa.String(20), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("max_points", sa.Double(), nullable=False),
    )


def _manual_entries() -> None:
    op.create_table(
        "marks",
        *_work_of_a_learner(),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("excused", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("reason", sa.String(), nullable=False),
        *_author(),
    )
    op.create_index("ix_marks_learner_id", "marks", ["learner_id", "exercise"])
    op.create_table(
        "comments",
        *_work_of_a_learner(),
        sa.Column("text", sa.String(), nullable=False),
        *_author(),
        sa.Column("withdraws", sa.Integer(), sa.ForeignKey("comments.id"), nullable=True),
    )
    op.create_index("ix_comments_learner_id", "comments", ["learner_id", "exercise"])
    op.create_table(
        "deadlines",
        _id(),
        sa.Column("exercise", sa.String(120), nullable=False),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learners.id"), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("section", sa.String(320), nullable=True),
        *(
            sa.Column(name, sa.Double(), nullable=True)
            for name in ("percent_per_day", "floor_percent", "fixed_percent", "grace_minutes")
        ),
        sa.Column("last_at", sa.DateTime(), nullable=True),
        *_author(),
    )
    op.create_index("ix_deadlines_exercise", "deadlines", ["exercise"])


def _decisions() -> None:
    op.create_table(
        "identity_decisions",
        _id(),
        sa.Column("action", sa.String(20), nullable=False),
        *(
            sa.Column(name, sa.String(), nullable=False)
            for name in ("about", "reason", "changes", "learners", "submissions")
        ),
        *_author(),
        sa.Column("undoes", sa.Integer(), sa.ForeignKey("identity_decisions.id"), nullable=True),
    )


def _identity() -> tuple[sa.Column[Any], ...]:
    sizes = {
        "identity_by": 10,
        "identity_why": None,
        "lms": 40,
        "lms_id": 320,
        "lms_email": 320,
        "lms_name": 320,
        "lms_source": 80,
        "stated": 320,
        "stated_key": 320,
        "file_name": 320,
        "claim": 64,
    }
    return (
        sa.Column("identity", sa.String(10), nullable=False, server_default="sure"),
        *(
            sa.Column(name, sa.String(size), nullable=False, server_default="")
            for name, size in sizes.items()
        ),
    )


def _responses() -> None:
    op.create_table(
        "person_tasks",
        _id(),
        sa.Column("exercise", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("task", sa.String(120), nullable=False),
        sa.Column("points", sa.Double(), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.UniqueConstraint("exercise", "version", "task", "digest"),
    )
    op.create_table(
        "response_texts",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("document", sa.String(), nullable=False),
    )
    op.create_table(
        "responses",
        _id(),
        sa.Column("submission_id", sa.Integer(), sa.ForeignKey("submissions.id"), nullable=False),
        sa.Column("task_id", sa.Integer(), sa.ForeignKey("person_tasks.id"), nullable=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("response_texts.digest"), nullable=False),
        sa.Column("code", sa.String(12), nullable=False, unique=True),
        sa.Column("came_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("submission_id", "task_id", "digest"),
    )
    op.create_index("ix_responses_task_id", "responses", ["task_id"])
    op.create_table(
        "questions",
        *_work_of_a_learner(),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("answer", sa.Integer(), sa.ForeignKey("comments.id"), nullable=True),
        *_author(),
    )
    op.create_index("ix_questions_learner_id", "questions", ["learner_id", "exercise"])


def _marking() -> None:
    op.create_table(
        "review_plans",
        _id(),
        sa.Column("exercise", sa.String(120), nullable=False),
        sa.Column("task", sa.String(120), nullable=False),
        sa.Column("double", sa.Boolean(), nullable=False),
        sa.Column("calibration", sa.String(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        *_author(),
    )
    op.create_index("ix_review_plans_exercise", "review_plans", ["exercise", "task"])
    op.create_table(
        "review_claims",
        _id(),
        _response(),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("marker", sa.String(320), nullable=False),
        sa.Column("touched_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("response_id", "place"),
        sa.UniqueConstraint("response_id", "marker"),
    )
    op.create_table(
        "review_drafts",
        _id(),
        _response(),
        sa.Column("marker", sa.String(320), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("saved_at", sa.DateTime(), nullable=False),
        sa.UniqueConstraint("response_id", "marker"),
    )
    for name, text in (("reviews", "comment"), ("review_decisions", "reason")):
        op.create_table(
            name,
            _id(),
            _response(),
            *((sa.Column("kind", sa.String(20), nullable=False),) if name == "review_decisions" else ()),
            sa.Column("document", sa.String(), nullable=False),
            sa.Column("points", sa.Double(), nullable=False),
            sa.Column(text, sa.String(), nullable=False),
            *_author(),
        )
        op.create_index(f"ix_{name}_response_id", name, ["response_id"])


def _response() -> sa.Column[Any]:
    return sa.Column("response_id", sa.Integer(), sa.ForeignKey("responses.id"), nullable=False)


def _id() -> sa.Column[Any]:
    return sa.Column("id", sa.Integer(), primary_key=True)


def _score() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("score", sa.Double(), nullable=False),
        sa.Column("max_score", sa.Double(), nullable=False),
    )


def _work_of_a_learner() -> tuple[sa.Column[Any], ...]:
    return (
        _id(),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learners.id"), nullable=False),
        sa.Column("exercise", sa.String(120), nullable=False),
        sa.Column("task", sa.String(120), nullable=False),
    )


def _author() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("who", sa.String(320), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )
