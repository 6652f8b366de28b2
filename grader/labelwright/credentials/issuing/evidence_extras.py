"""What a credential's evidence lists besides the report: manual marks and earlier attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import HandMark
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
    marks = sorted(grade.marks.values(), key=lambda mark: mark.task) if grade else ()
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
        sum(check.max_points for check in report.checks if check.task == task) if task else report.max_score
    )
