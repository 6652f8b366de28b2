"""What of a report may be shown as evidence, with points given by hand and earlier attempts."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import rfc8785

from labelwright.checks.verdicts import RAN, CheckResult, DatasetFacts, Matrix, Measure, Report
from labelwright.gradebook.policy import Grade


@dataclass(frozen=True)
class EvidenceExtras:
    """The manual marks for the work, and the reports that may be its earlier attempts."""

    marks: tuple[HandMark, ...] = ()
    earlier: tuple[Report, ...] = ()


NO_EXTRAS = EvidenceExtras()


def collect_extras(
    report: Report, grade: Grade | None, reports: Sequence[Report], attempts: bool
) -> EvidenceExtras:
    """Return the marks of the exercise's `grade` and, with `attempts`, the learner's `reports`.

    A mark's reason and the name of the person who gave it are only for the learner, so they are left out.
    """
    given = [mark for mark in grade.marks.values() if not mark.excused] if grade else []
    marks = sorted(given, key=lambda mark: mark.task)
    return EvidenceExtras(
        tuple(
            HandMark(mark.task, mark.points or 0.0, _max_points(report, mark.task), mark.when)
            for mark in marks
        ),
        tuple(reports) if attempts else (),
    )


def _max_points(report: Report, task: str) -> float:
    """Return the maximum points of the task, or (`task` empty) of the exercise."""
    return (
        sum(check.max_points for check in report.checks if check.task == task)
        + sum(each.points for each in report.person_tasks if each.id == task)
        if task
        else report.max_score
    )


MEDIA_TYPE = "application/json"


@dataclass(frozen=True)
class HandMark:
    """A manual mark for one task or (`task` empty) the exercise: the points, the maximum, and when."""

    task: str
    points: float
    most: float
    given_at: datetime


def evidence(report: Report, earlier: Iterable[Report] = (), marks: Iterable[HandMark] = ()) -> bytes:
    """Return the evidence of one report: canonical JSON (RFC 8785), the same bytes for the same report.

    It lists, oldest first, the `earlier` reports of the same learner and exercise whose checks ran on other work
    before this one was graded: the time, the score and the measures. Digests identify what the grading depends on,
    so that it can be repeated. `marks` are listed with the checks and do not change them. Raise ValueError for a
    number that is not finite.
    """
    facts = report.facts
    manual = [_mark(mark) for mark in marks]
    return rfc8785.dumps(
        {
            "exercise": report.exercise,
            "title": facts.title or report.exercise,
            "version": report.version,
            "exercise_sha256": report.exercise_sha256,
            "form": report.form,
            "outcome": report.outcome.kind.value,
            "score": report.score,
            "max_score": report.max_score,
            "pass_percent": facts.pass_percent,
            "datasets": [_dataset(dataset) for dataset in facts.datasets],
            "measures": [_measure(measure) for measure in report.measures],
            "matrices": [_matrix(matrix) for matrix in report.matrices],
            "checks": [_check(check) for check in report.checks],
            "attempts": [_attempt(attempt) for attempt in attempts(report, earlier)],
            **({"marks": manual} if manual else {}),
        }
    )


def attempts(report: Report, earlier: Iterable[Report]) -> list[Report]:
    """Return the reports that count as earlier attempts, oldest first, one for each piece of work."""
    found: dict[str, Report] = {}
    for attempt in sorted(earlier, key=lambda attempt: (_utc(attempt.graded_at), attempt.submission_sha256)):
        of_this = (report.learner, report.exercise, report.version)
        same = (attempt.learner, attempt.exercise, attempt.version) == of_this
        other = attempt.submission_sha256 not in ("", report.submission_sha256)
        ran = attempt.outcome.kind in RAN and attempt.checks
        if same and other and ran and _utc(attempt.graded_at) < _utc(report.graded_at):
            found.setdefault(attempt.submission_sha256, attempt)
    return list(found.values())


def _utc(moment: datetime) -> datetime:
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


def _time(moment: datetime) -> str:
    return _utc(moment).strftime("%Y-%m-%dT%H:%M:%SZ")


def _mark(mark: HandMark) -> dict[str, Any]:
    return {"task": mark.task, "points": mark.points, "most": mark.most, "given_at": _time(mark.given_at)}


def _attempt(report: Report) -> dict[str, Any]:
    return {
        "graded_at": _time(report.graded_at),
        "percent": round(report.percent, 2),
        "passed": report.passed,
        "form": report.form,
        "measures": {measure.id: measure.value for measure in report.measures},
    }


def _matrix(matrix: Matrix) -> dict[str, Any]:
    return {
        "id": matrix.id,
        "name": matrix.name,
        "labels": list(matrix.labels),
        "counts": [list(row) for row in matrix.counts],
        "rows": matrix.rows,
        "columns": matrix.columns,
        "n_unit": matrix.n_unit,
    }


def digest_sri(content: bytes) -> str:
    """Return the Subresource Integrity digest `sha256-<base64>` of the exact bytes (W3C SRI)."""
    return "sha256-" + base64.b64encode(hashlib.sha256(content).digest()).decode("ascii")


def _dataset(dataset: DatasetFacts) -> dict[str, Any]:
    return {name: getattr(dataset, name) for name in ("title", "kind", "citation", "licence", "sha256")}


def _measure(measure: Measure) -> dict[str, Any]:
    names = [
        "id",
        "name",
        "value",
        "unit",
        "n",
        "n_unit",
        "low",
        "high",
        "method",
        "reference",
        "ceiling",
        "ceiling_note",
    ]
    return {name: getattr(measure, name) for name in names}


def _check(check: CheckResult) -> dict[str, Any]:
    return {
        "id": check.id,
        "task": check.task,
        "sentence": check.sentence,
        "verdict": check.verdict.value,
        "points": check.points,
        "max_points": check.max_points,
    }
