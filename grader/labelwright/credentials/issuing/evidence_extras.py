"""What a credential's evidence tells beside the report itself: points given by hand, and earlier attempts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from labelwright.checks.verdicts import Report
from labelwright.credentials.evidence import HandMark
from labelwright.gradebook.policy import Grade


@dataclass(frozen=True)
class Told:
    """Points given by hand for the work, and the reports among which its earlier attempts are looked for."""

    marks: tuple[HandMark, ...] = ()
    earlier: tuple[Report, ...] = ()


def told(report: Report, grade: Grade | None, reports: Sequence[Report], attempts: bool) -> Told:
    """What to tell of `report`: the marks of its exercise's `grade`; with `attempts`, the learner's `reports` too.

    A mark's reason and the name of whoever gave it are the learner's to read, and nobody else's.
    """
    marks = sorted(grade.marks.values(), key=lambda mark: mark.task) if grade else ()
    return Told(
        tuple(HandMark(mark.task, mark.points or 0.0, _most(report, mark.task), mark.when) for mark in marks),
        tuple(reports) if attempts else (),
    )


def _most(report: Report, task: str) -> float:
    """The points that the task, or (`task` empty) the whole exercise, has."""
    return (
        sum(check.max_points for check in report.checks if check.task == task) if task else report.max_score
    )
