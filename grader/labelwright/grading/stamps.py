"""Read what an LMS wrote into file names: whose work it is, when it came, and whether it is late."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import PurePosixPath

from labelwright.gradebook.handed_in import UNKNOWN, HandedIn, Source

_BLACKBOARD_TIME = r"\d{4}(?:-\d{2}){5}"
_D2L_TIME = r"[A-Z][a-z]{2} \d{1,2}, \d{4} \d{3,4}(?: ?[AP]M)?"
# A file has a number; what was typed into Canvas, or a link, has none.
_CANVAS_FILE = r"(?:\d+_|(?=(?:text|link)\.html$))"
_PATTERNS = {
    "Moodle": re.compile(r"^(?P<owner>(?P<who>.+?)_(?P<number>\d+))_assignsubmission_"),
    "Canvas": re.compile(rf"^(?P<owner>(?P<who>[^_]+)_(?P<late>LATE_)?(?P<number>\d+))_{_CANVAS_FILE}"),
    "Canvas (anonymous)": re.compile(
        rf"^(?P<late>LATE_)?(?P<owner>(?P<who>anon_[A-Za-z0-9]+))_{_CANVAS_FILE}"
    ),
    "Blackboard": re.compile(
        rf"^(?P<owner>.+?_(?P<who>[^_]+))_attempt_(?P<time>{_BLACKBOARD_TIME})(?=[_.]|$)"
    ),
    "D2L": re.compile(rf"^(?P<owner>\d+-\d+ - (?P<who>.+?)) - (?P<time>{_D2L_TIME})(?= - |$)"),
    "Gradescope": re.compile(r"^(?P<owner>(?P<who>submission_\d+))$"),
}
"""How each LMS names the files or the folders of a download; course/instructors/gradebook.md names the sources."""

_FLAT = {
    "Moodle": r"[a-z]+_(?P<name>.+)$",
    "Canvas": r"(?P<name>.+)$",
    "Canvas (anonymous)": r"(?P<name>.+)$",
    "Blackboard": r"_(?P<name>.+)$",
    "D2L": r" - (?P<name>.+)$",
}
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HERE = "the zone of this computer"
_TOLD_BY_NAMES = ("Blackboard", "D2L", "Canvas", "Moodle")


@dataclass(frozen=True)
class Mark:
    """What an LMS wrote into one part of a path; `depth` counts the folders before that part."""

    lms: str
    owner: str
    who: str
    depth: int
    time: str = ""
    is_late: bool = False
    number: str = ""


@dataclass(frozen=True)
class Download:
    """What is known about a download: the zone of its stamps, and the LMS whose names all of its work has.

    `zone` None means this computer's. `may_be_lms` says that the instructor named the archive or folder itself: what is
    inside another folder may have been packed by a learner, so its stamps tell no time.
    """

    zone: tzinfo | None = None
    lms: str = ""
    may_be_lms: bool = False
    people: str = ""
    """The LMS whose names say who handed the work in; it may be the work of one person."""

    def of(self, names: Sequence[str]) -> Download:
        """Return the download that holds work with these names."""
        if not self.may_be_lms:
            return replace(self, lms="", people="")
        return replace(self, lms=lms_of(names), people=lms_of_people(names))

    def of_file(self, name: str) -> Download:
        """Return the download of one file that the instructor named itself: its name may say whose it is, never when it came."""
        return replace(self, people=lms_of_people([name]))

    def handed_in(self, name: str) -> HandedIn:
        """Return when the work with this name came, as far as an LMS wrote it into the name."""
        mark = mark_in(name)
        if mark is None or mark.lms == "Gradescope":
            return UNKNOWN
        if mark.lms == "Canvas":
            said = (
                "LATE in the file name by Canvas, without a time" if mark.is_late else "Canvas gives no time"
            )
            kind = Source.LMS if mark.is_late or self.lms == "Canvas" else Source.NOBODY
            return HandedIn(None, said, kind, mark.is_late)
        if mark.lms == "Moodle":
            return HandedIn(None, "Moodle gives the time in its worksheet only")
        if self.lms != mark.lms:
            return HandedIn(None, f"a stamp as {mark.lms} writes it, but a learner may have written it")
        when = _time_of(mark, self.zone)
        where = zone_name(self.zone, when) if when else ""
        return (
            HandedIn(when, f"stamp of {mark.lms} in the file name, read in {where}", Source.LMS)
            if when
            else HandedIn(None, f"the stamp of {mark.lms} is not a date")
        )

    def participant(self, name: str) -> str:
        """Return Moodle's number of the participant; empty if Moodle did not write it, or a learner may have."""
        mark = mark_in(name)
        return mark.number if mark and self.lms == mark.lms == "Moodle" else ""


NO_DOWNLOAD = Download()
"""Nothing is known about where a file comes from."""


def mark_in(name: str) -> Mark | None:
    """Return what an LMS wrote into a path: the outermost mark, as learners name what is inside; None without one."""
    for depth, part in enumerate(PurePosixPath(name.replace("\\", "/")).parts):
        if shortest := _first_match(part):
            lms, found = shortest
            parts = found.groupdict()
            return Mark(
                lms.partition(" ")[0],
                parts["owner"],
                parts["who"],
                depth,
                parts.get("time") or "",
                bool(parts.get("late")),
                parts.get("number") or "",
            )
    return None


def _first_match(part: str) -> tuple[str, re.Match[str]] | None:
    """Return the pattern that ends first: what follows it is the learner's own name, which may look like another LMS's."""
    found = [(lms, match) for lms, pattern in _PATTERNS.items() if (match := pattern.match(part))]
    return min(found, key=lambda pair: pair[1].end(), default=None)


def lms_of(names: Sequence[str], people: int = 2) -> str:
    """Return the LMS that wrote marks into all of these names; empty if one lacks it, or if fewer `people` are named.

    The mark must be where the LMS writes it: at the top, or below a folder. Of several folders, each must have work of two people:
    a learner's own folder has one person's.
    """
    marks = [mark_in(name) for name in names]
    found = [mark for mark in marks if mark is not None]
    kinds, depths = {mark.lms for mark in found}, {mark.depth for mark in found}
    if len(found) < len(marks) or len(kinds) != 1 or len(depths) != 1 or max(depths) > 1:
        return ""
    owners: dict[str, set[str]] = {}
    for name, mark in zip(names, found, strict=True):
        owners.setdefault(PurePosixPath(name).parts[0] if mark.depth else "", set()).add(mark.owner)
    least = people if len(owners) == 1 else 2
    lms = found[0].lms
    return lms if lms in _TOLD_BY_NAMES and all(len(each) >= least for each in owners.values()) else ""


def lms_of_people(names: Sequence[str]) -> str:
    """Return the LMS whose marks say who handed in the work with these names; empty if there is no such LMS.

    Where it names two people or more, a few names may lack a mark, such as a file that the instructor added. But if the marks are
    inside folders next to others, all names must have one: a learner may write any name in a folder of their own.
    """
    marks = [mark_in(name) for name in names]
    if (
        any(mark and mark.depth for mark in marks)
        and len({PurePosixPath(name).parts[0] for name in names}) > 1
    ):
        return lms_of(names)
    return lms_of([name for name, mark in zip(names, marks, strict=True) if mark]) or lms_of(names, people=1)


def flat_name(name: str) -> tuple[str, str] | None:
    """Return (what the LMS wrote to say whose it is, the learner's own file name) if `name` has both; else None."""
    start = _first_match(name)
    found = re.match(_FLAT[start[0]], name[start[1].end() :]) if start and start[0] in _FLAT else None
    if start is None or found is None:
        return None
    owner = f"{start[1]['owner']} {start[1].groupdict().get('time') or ''}".strip()
    # Canvas numbers a file that was handed in again: labels-1.csv.
    return owner, re.sub(r"-\d+(?=\.[^.]+$)", "", found["name"])


def zone_name(zone: tzinfo | None, when: datetime) -> str:
    """Return the name of the zone in which a stamp was read."""
    if zone is not None:
        return str(zone)
    return f"{HERE} ({when.astimezone():%z})"


def in_zone(moment: datetime, zone: tzinfo | None) -> datetime:
    """Return a time in UTC; a time without a zone is taken in `zone`, or in this computer's.

    In the hour that a clock has twice, the earlier one is taken.
    """
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone) if zone is not None else moment.astimezone()
    return moment.astimezone(UTC)


def month_number(word: str) -> int | None:
    """Return a month by its English name or the first three letters of it; None for another word."""
    short = word[:3].lower()
    return _MONTHS.index(short) + 1 if short in _MONTHS else None


def clock(hour: int, minute: int, half: str) -> tuple[int, int]:
    """Return the hour and the minute of a day; `half` is AM, PM or empty. Raise ValueError for 13 PM."""
    if half and not 1 <= hour <= 12:
        raise ValueError(f"{hour} {half} is not an hour")
    return (hour % 12 + (12 if half == "PM" else 0), minute) if half else (hour, minute)


def _time_of(mark: Mark, zone: tzinfo | None) -> datetime | None:
    """Return the time of a stamp; None if there is no such day or hour."""
    try:
        if mark.lms == "Blackboard":
            return in_zone(datetime(*map(int, mark.time.split("-"))), zone)  # type: ignore[arg-type]
        found = re.match(r"(\w{3}) (\d+), (\d+) (\d+?)(\d\d)(?: ?([AP]M))?$", mark.time)
        month = month_number(found[1]) if found else None
        if found is None or month is None:
            return None
        hour, minute = clock(int(found[4]), int(found[5]), found[6] or "")
        return in_zone(datetime(int(found[3]), month, int(found[2]), hour, minute), zone)
    except (ValueError, OverflowError, OSError):
        return None
