"""Deadlines, extensions, and how many points lateness costs; times as people write them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from math import isfinite

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.gradebook.models import DeadlineRow, LearnerRow


def to_db(moment: datetime) -> datetime:
    """Return a time as the tables store it; a time without a zone counts as UTC."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None)


def from_db(moment: datetime) -> datetime:
    """Return a time from the tables, with its zone."""
    return moment.replace(tzinfo=UTC)


def now() -> datetime:
    """Return the current time in UTC, to the second."""
    return datetime.now(UTC).replace(microsecond=0)


def parse(text: str) -> datetime:
    """Return a date or time that a person wrote (ISO 8601), in UTC.

    Without a zone it is in this computer's zone. A date alone means the last second of that day.
    Raise GradebookError if it cannot be read.
    """
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        raise GradebookError(
            f"{text!r} is not a date or time. Write it as 2026-05-31, 2026-05-31T18:00 or 2026-05-31T18:00+02:00."
        ) from None
    if len(text.strip()) <= len("2026-05-31"):
        moment = datetime.combine(moment.date(), time(23, 59, 59))
    return moment.astimezone(UTC)


DAY = timedelta(days=1)


@dataclass(frozen=True)
class Deadline:
    """When an exercise is due, and the late rule: the percentage of earned points lost per started day, and a floor.

    `due` has a time zone; None withdraws an earlier deadline. `percent_per_day` and `floor_percent` are from 0 to 100;
    the floor is the smallest percentage of earned points that a learner keeps. `learner` None means everyone.
    """

    exercise: str
    due: datetime | None
    percent_per_day: float = 0.0
    floor_percent: float = 0.0
    learner: str | None = None
    who: str = ""

    def __post_init__(self) -> None:
        for name, value in (("percentage per day", self.percent_per_day), ("floor", self.floor_percent)):
            if not (isfinite(value) and 0 <= value <= 100):
                raise GradebookError(
                    f"The {name} of {self.exercise} is {value}; give a number from 0 to 100."
                )
        if self.due is not None and self.due.tzinfo is None:
            raise GradebookError(
                f"The deadline of {self.exercise} has no time zone; give one, such as +00:00."
            )

    def days_late(self, handed_in: datetime) -> int:
        """Return how many days after the deadline had started when the work came; 0 if it was on time."""
        if self.due is None or handed_in <= self.due:
            return 0
        return -((self.due - handed_in) // DAY)

    def remaining_percent(self, handed_in: datetime) -> float:
        """Return the percentage of earned points that is left, from `floor_percent` to 100."""
        return max(self.floor_percent, 100.0 - self.days_late(handed_in) * self.percent_per_day)


@dataclass(frozen=True)
class Deadlines:
    """The current deadlines, by exercise and learner; a learner's own deadline replaces the one for everyone."""

    by_exercise: dict[tuple[str, str | None], Deadline]

    def for_learner(self, exercise: str, learner: str) -> Deadline | None:
        """Return the deadline that counts for this learner; None if there is none."""
        everyone = self.by_exercise.get((exercise, None))
        return self.by_exercise.get((exercise, learner), everyone)

    @property
    def exercises(self) -> set[str]:
        """Every exercise with a deadline for at least one learner."""
        return {exercise for (exercise, _), deadline in self.by_exercise.items() if deadline.due}


def add(session: Session, deadline: Deadline, learner: LearnerRow | None) -> None:
    """Add a deadline to the history; from now on it is the one that counts."""
    session.add(
        DeadlineRow(
            exercise=deadline.exercise[:120],
            learner_id=learner.id if learner else None,
            due_at=to_db(deadline.due) if deadline.due else None,
            percent_per_day=deadline.percent_per_day,
            floor_percent=deadline.floor_percent,
            who=deadline.who[:320],
            made_at=to_db(now()),
        )
    )


def read(session: Session) -> Deadlines:
    """Return the current deadlines: the newest row for each exercise and learner."""
    query = select(DeadlineRow, LearnerRow.key).outerjoin(LearnerRow, DeadlineRow.learner_id == LearnerRow.id)
    current: dict[tuple[str, str | None], Deadline] = {}
    for row, learner in session.execute(query.order_by(DeadlineRow.id)):
        current[row.exercise, learner] = Deadline(
            exercise=row.exercise,
            due=from_db(row.due_at) if row.due_at else None,
            percent_per_day=row.percent_per_day,
            floor_percent=row.floor_percent,
            learner=learner,
            who=row.who,
        )
    return Deadlines(current)
