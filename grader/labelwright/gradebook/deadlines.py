"""When exercises are due, for everyone or for one learner, and what lateness costs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from math import isfinite

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook.models import DeadlineRow, LearnerRow
from labelwright.gradebook.timestamps import aware, now, stored

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """When an exercise is due, and the late rule: percent of the earned points lost by started day, and a floor.

    `due` carries a zone; None withdraws an earlier deadline. `percent_per_day` and `floor_percent` lie in 0..100;
    the floor is the least percentage of the earned points that is kept. `learner` None means everyone.
    """

    exercise: str
    due: datetime | None
    percent_per_day: float = 0.0
    floor_percent: float = 0.0
    learner: str | None = None
    who: str = ""

    def __post_init__(self) -> None:
        for name, value in (("percent a day", self.percent_per_day), ("floor", self.floor_percent)):
            if not (isfinite(value) and 0 <= value <= 100):
                raise GradebookError(
                    f"The {name} of {self.exercise} is {value}; give a number from 0 to 100."
                )
        if self.due is not None and self.due.tzinfo is None:
            raise GradebookError(
                f"The deadline of {self.exercise} has no time zone; give one, such as +00:00."
            )

    def days_late(self, handed_in: datetime) -> int:
        """The days after the deadline that had started when the work came; 0 where it was in time."""
        if self.due is None or handed_in <= self.due:
            return 0
        return -((self.due - handed_in) // DAY)

    def kept_percent(self, handed_in: datetime) -> float:
        """How much of the earned points is kept, from `floor_percent` to 100."""
        return max(self.floor_percent, 100.0 - self.days_late(handed_in) * self.percent_per_day)


@dataclass(frozen=True)
class Deadlines:
    """The deadlines that hold, by exercise and learner; a learner's own stands before everyone's."""

    by_exercise: dict[tuple[str, str | None], Deadline]

    def of(self, exercise: str, learner: str) -> Deadline | None:
        """The deadline that holds for this learner; None where there is none."""
        everyone = self.by_exercise.get((exercise, None))
        return self.by_exercise.get((exercise, learner), everyone)

    @property
    def exercises(self) -> set[str]:
        """Every exercise that is due for somebody."""
        return {exercise for (exercise, _), deadline in self.by_exercise.items() if deadline.due}


def add(session: Session, deadline: Deadline, learner: LearnerRow | None) -> None:
    """Add a deadline to the history; it is the one that holds from now on."""
    session.add(
        DeadlineRow(
            exercise=deadline.exercise[:120],
            learner_id=learner.id if learner else None,
            due_at=stored(deadline.due) if deadline.due else None,
            percent_per_day=deadline.percent_per_day,
            floor_percent=deadline.floor_percent,
            who=deadline.who[:320],
            made_at=stored(now()),
        )
    )


def read(session: Session) -> Deadlines:
    """The deadlines that hold: the newest row of each exercise and learner."""
    query = select(DeadlineRow, LearnerRow.key).outerjoin(LearnerRow, DeadlineRow.learner_id == LearnerRow.id)
    found: dict[tuple[str, str | None], Deadline] = {}
    for row, learner in session.execute(query.order_by(DeadlineRow.id)):
        found[row.exercise, learner] = Deadline(
            exercise=row.exercise,
            due=aware(row.due_at) if row.due_at else None,
            percent_per_day=row.percent_per_day,
            floor_percent=row.floor_percent,
            learner=learner,
            who=row.who,
        )
    return Deadlines(found)
