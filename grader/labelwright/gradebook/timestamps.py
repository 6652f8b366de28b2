"""Times: as people write them, and as the gradebook stores them (UTC, without a zone)."""

from __future__ import annotations

from datetime import UTC, datetime, time

from labelwright.errors import GradebookError


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
