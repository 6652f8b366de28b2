"""Hold when work was handed in: a known time with its source, or an unknown time, which never counts as late."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Source(StrEnum):
    """What kind of source said when work came; a later one in this list counts before an earlier one."""

    NOBODY = ""
    LMS = "lms"
    STATED = "stated"
    LIST = "list"


_ORDER = list(Source)


@dataclass(frozen=True)
class HandedIn:
    """When one piece of work was handed in.

    `when` None means that nobody knows. `source` names the file or the mark that said it, or why nothing did.
    `marked_late` is an LMS's word that the work is late; it counts only where no time is known.
    """

    when: datetime | None = None
    source: str = ""
    kind: Source = Source.NOBODY
    marked_late: bool = False

    @classmethod
    def stated(cls, when: datetime, source: str = "stated by the instructor") -> HandedIn:
        """Return a time that the instructor states for a whole run."""
        return cls(when, source, Source.STATED)

    @property
    def is_late_without_time(self) -> bool:
        """Whether the work is late by an unknown amount."""
        return self.when is None and self.marked_late


UNKNOWN = HandedIn()
"""Nobody said when the work came."""


def settle(before: HandedIn, now: HandedIn) -> HandedIn:
    """Return what counts when the same work comes again.

    A later kind of source counts before an earlier kind. The instructor's newest list counts before an older list. Of two times from other sources of one kind, the earlier one counts. A mark of lateness stays only if both
    have it.
    """
    if before.kind is not now.kind:
        return max(before, now, key=lambda each: _ORDER.index(each.kind))
    if now.kind is Source.LIST:
        return now
    if before.when is not None and now.when is not None:
        return min(before, now, key=lambda each: each.when or datetime.max)
    if before.when is not None or now.when is not None:
        return before if before.when is not None else now
    return now if before.marked_late and not now.marked_late else before
