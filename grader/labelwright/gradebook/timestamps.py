"""Times as the gradebook keeps them: in UTC, without a zone; and as people state them."""

from __future__ import annotations

from datetime import UTC, datetime, time

from labelwright.errors import GradebookError


def stored(moment: datetime) -> datetime:
    """A moment as the tables hold it; one without a zone is taken to be UTC."""
    return (moment.astimezone(UTC) if moment.tzinfo else moment).replace(tzinfo=None)


def aware(moment: datetime) -> datetime:
    """A moment from the tables, with its zone."""
    return moment.replace(tzinfo=UTC)


def now() -> datetime:
    """This moment to the second, in UTC."""
    return datetime.now(UTC).replace(microsecond=0)


def stated(text: str) -> datetime:
    """A date or time as a person writes it (ISO 8601), in UTC.

    Without a zone it is this computer's own; a date alone means the last second of that day.
    GradebookError where it cannot be read.
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
