"""Rosters, exercises by version, marks by hand, comments, deadlines, and the keys of unchanged work."""

from __future__ import annotations

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

ROSTER = (
    "name",
    "email",
    "section",
    "canvas_id",
    "sis_user_id",
    "sis_login_id",
    "moodle_username",
    "moodle_id_number",
)
RAN = ("finished", "raised", "timed_out", "out_of_memory", "crashed")
PAGE = 500


def upgrade() -> None:
    """Add the columns and tables, then fill the new columns from the reports that are there."""
    _columns()
    _tables()
    op.execute(sa.text("UPDATE reports SET turn = id"))
    _fill()


def _columns() -> None:
    with op.batch_alter_table("learners") as learners:
        for name in ROSTER:
            learners.add_column(sa.Column(name, sa.String(320), nullable=False, server_default=""))
        learners.add_column(sa.Column("on_roster", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("submissions") as submissions:
        submissions.add_column(sa.Column("handed_in_at", sa.DateTime(), nullable=True))
        submissions.create_index("ix_submissions_sha256", ["sha256"])
    with op.batch_alter_table("reports") as reports:
        reports.add_column(sa.Column("version", sa.Integer(), nullable=False, server_default="0"))
        reports.add_column(sa.Column("exercise_sha256", sa.String(64), nullable=False, server_default=""))
        reports.add_column(sa.Column("grader_version", sa.String(40), nullable=False, server_default=""))
        reports.add_column(sa.Column("turn", sa.Integer(), nullable=False, server_default="0"))
        reports.create_index("ix_reports_exercise_sha256", ["exercise_sha256", "grader_version"])


def _tables() -> None:
    op.create_table(
        "exercises",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slug", sa.String(120), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.String(500), nullable=False),
        sa.Column("module", sa.String(120), nullable=False),
        sa.Column("max_score", sa.Double(), nullable=False),
        sa.UniqueConstraint("slug", "version", name="uq_exercises_slug_version"),
    )
    op.create_table(
        "marks",
        *_about_a_learner(),
        sa.Column("points", sa.Double(), nullable=True),
        sa.Column("passed", sa.Boolean(), nullable=True),
        sa.Column("reason", sa.String(), nullable=False),
        *_by_whom(),
    )
    op.create_index("ix_marks_learner_id", "marks", ["learner_id", "exercise"])
    op.create_table(
        "comments",
        *_about_a_learner(),
        sa.Column("text", sa.String(), nullable=False),
        *_by_whom(),
        sa.Column("withdraws", sa.Integer(), sa.ForeignKey("comments.id"), nullable=True),
    )
    op.create_index("ix_comments_learner_id", "comments", ["learner_id", "exercise"])
    _deadlines()


def _deadlines() -> None:
    op.create_table(
        "deadlines",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("exercise", sa.String(120), nullable=False),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learners.id"), nullable=True),
        sa.Column("due_at", sa.DateTime(), nullable=True),
        sa.Column("percent_per_day", sa.Double(), nullable=False),
        sa.Column("floor_percent", sa.Double(), nullable=False),
        *_by_whom(),
    )
    op.create_index("ix_deadlines_exercise", "deadlines", ["exercise"])


def _about_a_learner() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("learner_id", sa.Integer(), sa.ForeignKey("learners.id"), nullable=False),
        sa.Column("exercise", sa.String(120), nullable=False),
        sa.Column("task", sa.String(120), nullable=False),
    )


def _by_whom() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("who", sa.String(320), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
    )


def _fill() -> None:
    """Read what the new columns need out of the stored documents, a page at a time."""
    connection, last = op.get_bind(), 0
    statement = sa.text("SELECT id, outcome, document FROM reports WHERE id > :last ORDER BY id LIMIT :page")
    while rows := connection.execute(statement, {"last": last, "page": PAGE}).all():
        documents = [(row.id, row.outcome, json.loads(row.document)) for row in rows]
        _fill_reports(connection, documents)
        for _, outcome, document in documents:
            if outcome in RAN:
                _fill_exercise(connection, document)
        last = rows[-1].id
    connection.execute(
        sa.text(
            "UPDATE submissions SET handed_in_at = "
            "(SELECT min(graded_at) FROM reports WHERE reports.submission_id = submissions.id)"
        )
    )


def _fill_reports(connection: sa.Connection, documents: list[tuple[int, str, dict[str, object]]]) -> None:
    connection.execute(
        sa.text(
            "UPDATE reports SET version = :version, exercise_sha256 = :exercise, grader_version = :grader "
            "WHERE id = :id"
        ),
        [
            {
                "id": row,
                "version": min(max(int(str(document.get("version") or 0)), 0), 2**31 - 1),
                "exercise": str(document.get("exercise_sha256", ""))[:64],
                "grader": str(document.get("grader_version", ""))[:40],
            }
            for row, _, document in documents
        ],
    )


def _fill_exercise(connection: sa.Connection, document: dict[str, object]) -> None:
    facts = document.get("facts")
    told = facts if isinstance(facts, dict) else {}
    row = {
        "slug": str(document["exercise"])[:120],
        "version": min(max(int(str(document.get("version") or 0)), 0), 2**31 - 1),
        "title": str(told.get("title", ""))[:500],
        "module": str(told.get("module", ""))[:120],
        "max_score": float(str(document.get("max_score") or 0)),
    }
    update = sa.text(
        "UPDATE exercises SET title = :title, module = :module, max_score = :max_score "
        "WHERE slug = :slug AND version = :version"
    )
    if not connection.execute(update, row).rowcount:
        insert = "INSERT INTO exercises (slug, version, title, module, max_score) "
        connection.execute(sa.text(insert + "VALUES (:slug, :version, :title, :module, :max_score)"), row)
