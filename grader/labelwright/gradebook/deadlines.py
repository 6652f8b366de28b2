"""Deadlines, extensions, and how many points lateness costs; times as people write them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, time, timedelta
from functools import reduce
from math import isfinite
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from labelwright.errors import GradebookError
from labelwright.exchange.spreadsheet import column_names, csv_rows, csv_text
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
_PERCENTS = {
    "percent_per_day": "percentage per day",
    "fixed_percent": "fixed percentage",
    "floor_percent": "floor",
}


@dataclass(frozen=True)
class Deadline:
    """When an exercise is due, and the late rule.

    `due` has a time zone; None withdraws an earlier deadline. It is for one `learner`, for one `section`, or for everyone
    if both are None. Late work loses `fixed_percent` of the earned points once, and `percent_per_day` for each started day,
    but keeps `floor_percent`. Work within `grace_minutes` is not late. Work after `last` gets no points. A part of the rule
    that is None is as for the section or for everyone, and else 0.
    """

    exercise: str
    due: datetime | None
    percent_per_day: float | None = None
    floor_percent: float | None = None
    learner: str | None = None
    who: str = ""
    section: str | None = None
    fixed_percent: float | None = None
    grace_minutes: float | None = None
    last: datetime | None = None

    def __post_init__(self) -> None:
        for name, words in _PERCENTS.items():
            value = getattr(self, name)
            if value is not None and not (isfinite(value) and 0 <= value <= 100):
                raise GradebookError(
                    f"The {words} of {self.exercise} is {value}; give a number from 0 to 100."
                )
        grace = self.grace_minutes
        if grace is not None and not (isfinite(grace) and 0 <= grace <= MAX_GRACE):
            raise GradebookError(
                f"The grace of {self.exercise} is {grace} minutes; give a number from 0 to {MAX_GRACE}."
            )
        if any(when is not None and when.tzinfo is None for when in (self.due, self.last)):
            raise GradebookError(
                f"The deadline of {self.exercise} has no time zone; give one, such as +00:00."
            )
        if self.due is not None and self.last is not None and self.last < self.due:
            raise GradebookError(
                f"The last date of {self.exercise} is before its deadline. Give a later one."
            )
        if self.learner is not None and self.section is not None:
            raise GradebookError("A deadline is for one learner or for one section. Give one of them.")

    def days_late(self, handed_in: datetime) -> int:
        """Return how many days after the deadline had started when the work came; 0 if it was on time."""
        if self.due is None or handed_in <= self.due + timedelta(minutes=self.grace_minutes or 0):
            return 0
        return -((self.due - handed_in) // DAY)

    def is_too_late(self, handed_in: datetime) -> bool:
        """Return whether the work came after the last date."""
        return self.due is not None and self.last is not None and handed_in > self.last

    def remaining_percent(self, handed_in: datetime) -> float:
        """Return the percentage of earned points that is left, from the floor to 100; 0 after the last date."""
        days = self.days_late(handed_in)
        if self.is_too_late(handed_in):
            return 0.0
        lost = (self.fixed_percent or 0.0) + days * (self.percent_per_day or 0.0) if days else 0.0
        return max(self.floor_percent or 0.0, 100.0 - lost)

    def inherit(self, wider: Deadline) -> Deadline:
        """Return this deadline with the parts of the rule that only the wider one states.

        With an extension past everyone's last date, the extension is the last date.
        """
        last = self.last
        if last is None and wider.last is not None:
            last = max(wider.last, self.due or wider.last)
        rule: dict[str, Any] = {
            name: getattr(wider if getattr(self, name) is None else self, name) for name in RULE
        }
        return replace(self, last=last, **rule)


RULE = (*_PERCENTS, "grace_minutes")
MAX_GRACE = 100_000


@dataclass(frozen=True)
class Deadlines:
    """The current deadlines. A learner's own counts before the section's, and that before everyone's.

    The keys are (exercise, learner or None, section or None); `sections` says in which section each learner is.
    """

    by_exercise: dict[tuple[str, str | None, str | None], Deadline]
    sections: dict[str, str] = field(default_factory=dict)

    def for_learner(self, exercise: str, learner: str) -> Deadline | None:
        """Return the deadline that counts for this learner, with the rule that it inherits; None if there is none."""
        keys = [(learner, None), (None, self.sections.get(learner) or None), (None, None)]
        found = [self.by_exercise.get((exercise, *key)) for key in dict.fromkeys(keys)]
        stated = [deadline for deadline in found if deadline is not None]
        return reduce(Deadline.inherit, stated[1:], stated[0]) if stated else None

    @property
    def exercises(self) -> set[str]:
        """Every exercise with a deadline for at least one learner."""
        return {deadline.exercise for deadline in self.by_exercise.values() if deadline.due}


def add(session: Session, deadline: Deadline, learner: LearnerRow | None) -> None:
    """Add a deadline to the history; from now on it is the one that counts."""
    session.add(
        DeadlineRow(
            exercise=deadline.exercise[:120],
            learner_id=learner.id if learner else None,
            due_at=to_db(deadline.due) if deadline.due else None,
            section=deadline.section[:320] if deadline.section else None,
            last_at=to_db(deadline.last) if deadline.last else None,
            **{name: getattr(deadline, name) for name in RULE},
            who=deadline.who[:320],
            made_at=to_db(now()),
        )
    )


def read(session: Session) -> Deadlines:
    """Return the current deadlines: the newest row for each exercise and learner."""
    query = select(DeadlineRow, LearnerRow.key).outerjoin(LearnerRow, DeadlineRow.learner_id == LearnerRow.id)
    current: dict[tuple[str, str | None, str | None], Deadline] = {}
    for row, learner in session.execute(query.order_by(DeadlineRow.id)):
        current[row.exercise, learner, row.section] = Deadline(
            exercise=row.exercise,
            due=from_db(row.due_at) if row.due_at else None,
            learner=learner,
            section=row.section,
            last=from_db(row.last_at) if row.last_at else None,
            **{name: getattr(row, name) for name in RULE},
            who=row.who,
        )
    people = session.execute(select(LearnerRow.key, LearnerRow.section).where(LearnerRow.section != ""))
    return Deadlines(current, {row.key: row.section for row in people})


DATE_COLUMNS = ("exercise", "due", "section", "learner", "percent", "fixed", "floor", "grace", "last")
"""The columns of a file of dates; only `exercise` and `due` are required, and an empty cell states nothing."""


def read_dates(path: Path, who: str) -> list[Deadline]:
    """Return all deadlines of a CSV file; raise GradebookError with the line of the first problem."""
    first, rows = csv_rows(csv_text(path), str(path))
    names = column_names(first)
    wrong = [name for name in names if name not in DATE_COLUMNS]
    if not {"exercise", "due"} <= set(names) or wrong or len(set(names)) < len(names):
        raise GradebookError(
            f"{path}, line 1: a file of dates has the columns exercise and due, and may have "
            f"{', '.join(DATE_COLUMNS[2:])}. Found: {', '.join(names) or 'nothing'}."
        )
    found: dict[tuple[str, str | None, str | None], Deadline] = {}
    for line, row in rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            deadline = _date_of(names, row, who)
        except GradebookError as error:
            raise GradebookError(f"{path}, line {line}: {error} Nothing was set.") from None
        key = deadline.exercise, deadline.learner, deadline.section
        if key in found:
            raise GradebookError(f"{path}, line {line}: this deadline is there twice. Nothing was set.")
        found[key] = deadline
    return list(found.values())


def _date_of(names: list[str], row: list[str], who: str) -> Deadline:
    if len(row) != len(names):
        raise GradebookError(f"It has {len(row)} cells where line 1 has {len(names)} columns.")
    cells = {name: cell.strip() for name, cell in zip(names, row, strict=True)}
    if not cells["exercise"] or not cells["due"]:
        raise GradebookError("Write both an exercise and when it is due.")
    return Deadline(
        cells["exercise"],
        parse(cells["due"]),
        _number(cells, "percent"),
        _number(cells, "floor"),
        cells.get("learner") or None,
        who,
        cells.get("section") or None,
        _number(cells, "fixed"),
        _number(cells, "grace"),
        parse(cells["last"]) if cells.get("last") else None,
    )


def _number(cells: dict[str, str], name: str) -> float | None:
    text = cells.get(name, "").removesuffix("%").strip()
    try:
        return float(text) if text else None
    except ValueError:
        raise GradebookError(f"{text!r} in the column {name} is not a number.") from None
