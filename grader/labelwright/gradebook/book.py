"""Open a gradebook, record reports all-or-nothing, and read them back."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import Engine
from sqlalchemy.exc import ArgumentError, DatabaseError, NoSuchModuleError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import Session

from labelwright.checks.verdicts import Report
from labelwright.gradebook.models import Base, CheckRow, LearnerRow, ReportRow, SubmissionRow


class GradebookError(Exception):
    """The gradebook cannot be opened or written; the text says which and what to do."""


class Gradebook:
    """The store of graded work, in SQLite by default or in any database that SQLAlchemy speaks."""

    def __init__(self, place: str | Path) -> None:
        """Open or create the gradebook at a path or a database URL; GradebookError where that fails."""
        self.place = str(place)
        try:
            self._engine = _engine(self.place)
            Base.metadata.create_all(self._engine)
        except (SQLAlchemyError, OSError, ImportError) as error:
            raise GradebookError(_explain(self.place, error)) from None

    def close(self) -> None:
        """Let go of the database."""
        self._engine.dispose()

    def record(self, report: Report) -> bool:
        """Record one report in one transaction; False where the very same report is there already."""
        try:
            with Session(self._engine) as session, session.begin():
                submission = _submission(session, report)
                seen = select(ReportRow.id).filter_by(submission_id=submission.id, digest=report.digest)
                if session.scalar(seen) is not None:
                    return False
                session.add(_row(submission, report))
            return True
        except SQLAlchemyError as error:
            raise GradebookError(_explain(self.place, error)) from None

    def reports(self, learner: str | None = None) -> list[Report]:
        """The newest report of every submission (of one learner, where named), oldest first."""
        query = select(ReportRow, ReportRow.submission_id).join(SubmissionRow).join(LearnerRow)
        if learner is not None:
            query = query.where(LearnerRow.key == learner_key(learner))
        with self._reading() as session:
            newest = {row[1]: row[0].document for row in session.execute(query.order_by(ReportRow.id))}
        return [Report.model_validate_json(document) for document in newest.values()]

    def best(self, learner: str | None = None) -> list[Report]:
        """The best report by learner and exercise: passed before not, then score, then the latest."""
        best: dict[tuple[str, str], Report] = {}
        for report in self.reports(learner):
            key = (report.learner, report.exercise)
            if key not in best or _rank(report) >= _rank(best[key]):
                best[key] = report
        return [best[key] for key in sorted(best)]

    def learners(self) -> list[str]:
        """Every learner's id, in order."""
        with self._reading() as session:
            return list(session.scalars(select(LearnerRow.key).order_by(LearnerRow.key)))

    @contextmanager
    def _reading(self) -> Iterator[Session]:
        try:
            with Session(self._engine) as session:
                yield session
        except SQLAlchemyError as error:
            raise GradebookError(_explain(self.place, error)) from None


def learner_key(learner: str) -> str:
    """A learner's id as it is stored: composed Unicode, no outer space, at most 320 characters."""
    return unicodedata.normalize("NFC", learner).strip()[:320]


def _rank(report: Report) -> tuple[bool, float]:
    return report.passed, report.score


def _submission(session: Session, report: Report) -> SubmissionRow:
    key = learner_key(report.learner)
    learner = session.scalar(select(LearnerRow).filter_by(key=key)) or LearnerRow(key=key)
    session.add(learner)
    session.flush()
    identity = {
        "learner_id": learner.id,
        "exercise": report.exercise[:120],
        "sha256": report.submission_sha256,
    }
    found = session.scalar(select(SubmissionRow).filter_by(**identity))
    submission = found or SubmissionRow(**identity, source_name=report.source_name[:500])
    session.add(submission)
    session.flush()
    return submission


def _row(submission: SubmissionRow, report: Report) -> ReportRow:
    checks = [
        CheckRow(
            check=result.id,
            task=result.task,
            verdict=result.verdict.value,
            points=result.points,
            max_points=result.max_points,
        )
        for result in report.checks
    ]
    return ReportRow(
        submission=submission,
        digest=report.digest,
        outcome=report.outcome.kind.value,
        score=report.score,
        max_score=report.max_score,
        passed=report.passed,
        graded_at=report.graded_at.replace(tzinfo=None),
        document=report.model_dump_json(),
        checks=checks,
    )


def _engine(place: str) -> Engine:
    if "://" not in place:
        path = Path(place).expanduser()
        path.parent.mkdir(parents=True, exist_ok=True)
        place = f"sqlite:///{path}"
    engine = create_engine(place)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _prepare_sqlite(connection: Any, record: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "busy_timeout=30000", "foreign_keys=ON", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _explain(place: str, error: Exception) -> str:
    # A URL may hold a password; only its scheme is repeated.
    shown = place.split("://")[0] + "://..." if "://" in place else place
    if isinstance(error, (ArgumentError, NoSuchModuleError)):
        return f"{shown} is not a database that can be opened. Give a file's path or a URL such as sqlite:///grades.db."
    if isinstance(error, ImportError):
        return f"{shown} needs a driver that is not installed ({error.name}). For PostgreSQL: pip install 'labelwright[postgres]'."
    reason = str(getattr(error, "orig", None) or error)
    if isinstance(error, OperationalError):
        advice = (
            "Check that the folder exists, can be written to and has space left; recorded grades are safe."
        )
    elif isinstance(error, DatabaseError):
        advice = "The file may not be a gradebook. Name another one; this one was not changed."
    else:
        advice = "Nothing that was recorded before is lost."
    return f"The gradebook {shown} cannot be used: {reason}. {advice}"
