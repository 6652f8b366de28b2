"""Which submission counts, and what a grade comes to after late marks and marks given by hand."""

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
    """What a learner has for an exercise: the submission that counts, and how its score came about.

    `earned` are the points that the checks gave, `score` those after late marks and marks by hand; both lie
    from 0 upwards, in points of `max_score`. `report` is None where nothing was handed in.
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
        """The points that the checks gave; 0 where nothing was handed in."""
        return self.report.score if self.report else 0.0

    @property
    def days_late(self) -> int:
        """The days after the deadline that had started when the work came."""
        return self.deadline.days_late(self.handed_in) if self.deadline and self.handed_in else 0

    @property
    def kept_percent(self) -> float:
        """How much of the earned points the late rule leaves, from 0 to 100."""
        return self.deadline.kept_percent(self.handed_in) if self.deadline and self.handed_in else 100.0

    @property
    def before_lateness(self) -> float:
        """The points before late marks: a mark for the whole exercise, else those of its tasks, marked or checked."""
        if "" in self.marks:
            return self.marks[""].points or 0.0
        checked = _by_task(self.report)
        changed = sum((mark.points or 0.0) - checked.get(task, 0.0) for task, mark in self.marks.items())
        return max(0.0, self.earned + changed)

    @property
    def score(self) -> float:
        """The points that count; a mark for the whole exercise stands as it is, lateness takes from all else."""
        kept = 100.0 if "" in self.marks else self.kept_percent
        return round(self.before_lateness * kept / 100.0, 6)

    @property
    def passed(self) -> bool:
        """As the checks found, unless a mark says otherwise; lateness costs points, never a pass."""
        stated = [mark.passed for mark in self.marks.values() if mark.passed is not None]
        return stated[-1] if stated else bool(self.report and self.report.passed)

    @property
    def present(self) -> bool:
        """Whether there is anything to grade by: a submission, or a mark."""
        return self.report is not None or bool(self.marks)

    @property
    def remarks(self) -> tuple[str, ...]:
        """Why the score is not what the checks gave, in sentences for the learner."""
        said = tuple(mark.sentence for mark in self.marks.values())
        if not self.days_late or "" in self.marks:
            return said
        days = f"{self.days_late} started day{'s' if self.days_late > 1 else ''} late"
        return (*said, f"Handed in {days}: {self.kept_percent:g} % of the points count.")


def choose(graded: Sequence[Graded], policy: Policy, deadline: Deadline | None) -> Graded | None:
    """The submission that counts among those of one learner and exercise; None where there is none.

    Work that ran stands before work that could not be graded, whenever that came. BEST: passed before not, then
    points after late marks, then the latest.
    """
    ran = [one for one in graded if one.report.outcome.kind in RAN] or list(graded)
    if not ran:
        return None
    if policy is Policy.BEST:
        return max(enumerate(ran), key=lambda pair: (*_worth(pair[1], deadline), pair[0]))[1]
    order = sorted(enumerate(ran), key=lambda pair: (pair[1].handed_in, pair[0]))
    return order[-1 if policy is Policy.LATEST else 0][1]


def _worth(graded: Graded, deadline: Deadline | None) -> tuple[bool, float]:
    kept = deadline.kept_percent(graded.handed_in) if deadline else 100.0
    return graded.report.passed, graded.report.score * kept


def _by_task(report: Report | None) -> dict[str, float]:
    points: dict[str, float] = defaultdict(float)
    for result in report.checks if report else ():
        points[result.task] += result.points
    return points
