"""Write a report as one line of JSON, for other programs."""

from __future__ import annotations

import json
from typing import Any

from labelwright.checks.verdicts import CheckResult, Report


def report_line(report: Report) -> str:
    """Return one JSON object on one line, without a line end; course/instructors/ explains its fields."""
    return json.dumps(
        {
            "learner": report.learner,
            "exercise": report.exercise,
            "version": report.version,
            "outcome": report.outcome.kind.value,
            "outcome_sentence": report.outcome.sentence,
            "cell": report.outcome.cell,
            "score": report.score,
            "max_score": report.max_score,
            "passed": report.passed,
            "sandbox_level": report.level,
            "grader_version": report.grader_version,
            "submission_sha256": report.submission_sha256,
            "source": report.source_name,
            "notes": list(report.notes),
            "checks": [_check(result) for result in report.checks],
        },
        ensure_ascii=False,
    )


def _check(result: CheckResult) -> dict[str, Any]:
    return {
        "id": result.id,
        "task": result.task,
        "verdict": result.verdict.value,
        "points": round(result.points, 4),
        "max_points": round(result.max_points, 4),
        "must": result.must,
        "measured": result.measured,
        "expected": result.expected,
        "message": result.message,
    }
