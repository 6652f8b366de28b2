"""Which submission counts, and the grade after late penalties and manual marks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from labelwright.checks.verdicts import RAN, Report
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.queries import Graded


class Policy(StrEnum):
    """Which of a learner's submissions for an exercise counts."""

    BEST = "best"
    LATEST = "latest"
    FIRST = "first"


@dataclass(frozen=True)
class Grade:
    """A learner's grade for an exercise: the submission that counts, and how its score is calculated.

    `earned` are the points from the checks, `score` the points after late penalties and manual marks; both are 0 or
    more, out of `max_score`. `report` is None if nothing was handed in.
    """

    learner: str
    exercise: str
    title: str = ""
    max_score: float = 0.0
    report: Report | None = None
    handed_in: datetime | None = None
    deadline: Deadline | None = None
    marks: Mapping[str, Mark] = field(default_factory=dict)

    @property
    def earned(self) -> float:
        """The points from the checks; 0 if nothing was handed in."""
        return self.report.score if self.report else 0.0

    @property
    def days_late(self) -> int:
        """How many days after the deadline had started when the work came."""
        return self.deadline.days_late(self.handed_in) if self.deadline and self.handed_in else 0

    @property
    def remaining_percent(self) -> float:
        """The percentage of earned points that the late rule leaves, from 0 to 100."""
        return self.deadline.remaining_percent(self.handed_in) if self.deadline and self.handed_in else 100.0

    @property
    def before_lateness(self) -> float:
        """The points before late penalties: a mark for the whole exercise, or else its tasks' marks and checks."""
        if "" in self.marks:
            return self.marks[""].points or 0.0
        checked = _by_task(self.report)
        changed = sum((mark.points or 0.0) - checked.get(task, 0.0) for task, mark in self.marks.items())
        return max(0.0, self.earned + changed)

    @property
    def score(self) -> float:
        """The points that count; lateness does not reduce a mark for the whole exercise."""
        percent = 100.0 if "" in self.marks else self.remaining_percent
        return round(self.before_lateness * percent / 100.0, 6)

    @property
    def passed(self) -> bool:
        """Whether the exercise is passed: a mark decides, or else the checks. Lateness costs points, never a pass."""
        stated = [mark.passed for mark in self.marks.values() if mark.passed is not None]
        return stated[-1] if stated else bool(self.report and self.report.passed)

    @property
    def present(self) -> bool:
        """Whether there is a submission or a mark."""
        return self.report is not None or bool(self.marks)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Why the score differs from the checks' points, as sentences for the learner."""
        sentences = tuple(mark.sentence for mark in self.marks.values())
        if not self.days_late or "" in self.marks:
            return sentences
        days = f"{self.days_late} started day{'s' if self.days_late > 1 else ''} late"
        return (*sentences, f"Handed in {days}: {self.remaining_percent:g} % of the points count.")


def choose(graded: Sequence[Graded], policy: Policy, deadline: Deadline | None) -> Graded | None:
    """Return the submission that counts among those of one learner and exercise; None if there is none.

    Prefer submissions that ran, even if they are older. BEST prefers passed, then more points after late penalties, then
    the latest.
    """
    ran = [submission for submission in graded if submission.report.outcome.kind in RAN] or list(graded)
    if not ran:
        return None
    if policy is Policy.BEST:
        return max(enumerate(ran), key=lambda pair: (*_worth(pair[1], deadline), pair[0]))[1]
    order = sorted(enumerate(ran), key=lambda pair: (pair[1].handed_in, pair[0]))
    return order[-1 if policy is Policy.LATEST else 0][1]


def _worth(graded: Graded, deadline: Deadline | None) -> tuple[bool, float]:
    percent = deadline.remaining_percent(graded.handed_in) if deadline else 100.0
    return graded.report.passed, graded.report.score * percent


def _by_task(report: Report | None) -> dict[str, float]:
    points: dict[str, float] = defaultdict(float)
    for result in report.checks if report else ():
        points[result.task] += result.points
    return points
