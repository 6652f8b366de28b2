"""Read the times of hand-ins that an instructor gives: a CSV list, or the grading worksheet of Moodle."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, time, tzinfo
from pathlib import Path

from labelwright.errors import GradebookError
from labelwright.exchange.spreadsheet import column_names, csv_rows, csv_text
from labelwright.gradebook.handed_in import UNKNOWN, HandedIn, Source
from labelwright.gradebook.identity import fold
from labelwright.grading.stamps import clock, in_zone, month_number, zone_name
from labelwright.grading.submissions import Submission

COLUMNS = ("learner", "exercise", "handed_in")
"""The columns of an instructor's list; `exercise` may be left out or empty, and then the time is for every exercise."""

_MOODLE_ID, _MOODLE_TIME = "identifier", "last_modified_(submission)"
_MOODLE_PEOPLE = ("id_number", "email_address", "username")
_DATE = re.compile(
    r"(?:\w+,\s+)?(?:(?P<day>\d{1,2})\s+(?P<month>[A-Za-z]+)|(?P<month2>[A-Za-z]+)\s+(?P<day2>\d{1,2}),)\s+"
    r"(?P<year>\d{4}),\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?:\s*(?P<half>[AaPp][Mm]))?$"
)


@dataclass(frozen=True)
class Row:
    """One line of a file of times."""

    file: str
    line: int
    who: str
    handed_in: HandedIn


@dataclass
class Times:
    """All times that an instructor gave, by (learner, exercise) and by Moodle's participant numbers."""

    by_learner: dict[tuple[str, str], Row] = field(default_factory=dict)
    by_number: dict[str, Row] = field(default_factory=dict)
    _used: set[tuple[str, int]] = field(default_factory=set)

    def of(self, submission: Submission) -> HandedIn:
        """Return the time that the files give for a submission; UNKNOWN if they give none."""
        learner = fold(submission.learner)
        row = (
            self.by_learner.get((learner, submission.exercise))
            or self.by_learner.get((learner, ""))
            or self.by_number.get(submission.participant)
        )
        if row is None:
            return UNKNOWN
        self._used.add((row.file, row.line))
        return row.handed_in

    def unused(self) -> list[Row]:
        """Return the rows of instructors' lists that no submission has; a learner's name may be misspelt there."""
        rows = {(row.file, row.line): row for row in self.by_learner.values()}
        return [
            row
            for key, row in sorted(rows.items())
            if key not in self._used and row.handed_in.kind is Source.LIST
        ]


def read_times(paths: Iterable[Path], zone: tzinfo | None = None) -> Times:
    """Return the times in CSV files; those without a zone are taken in `zone`, or else in this computer's.

    Raise GradebookError with the line of the first problem.
    """
    times = Times()
    for path in paths:
        first, rows = csv_rows(csv_text(path), str(path))
        names = column_names(first)
        if _MOODLE_ID in names and _MOODLE_TIME in names:
            _add_worksheet(times, path, names, rows, zone)
        else:
            _add_list(times, path, names, rows, zone)
    return times


def _cells(
    path: Path, names: list[str], rows: list[tuple[int, list[str]]]
) -> Iterator[tuple[int, dict[str, str]]]:
    for line, row in rows:
        if any(cell.strip() for cell in row):
            if len(row) != len(names):
                raise GradebookError(
                    f"{path}, line {line}: {len(row)} cells where line 1 has {len(names)} columns. "
                    "Check its commas and quotes."
                )
            yield line, {name: cell.strip() for name, cell in zip(names, row, strict=True)}


def _add_list(
    times: Times, path: Path, names: list[str], rows: list[tuple[int, list[str]]], zone: tzinfo | None
) -> None:
    wrong = [name for name in names if name not in COLUMNS]
    if "learner" not in names or "handed_in" not in names or wrong:
        raise GradebookError(
            f"{path}, line 1: a list of times has the columns learner and handed_in, and may have exercise. "
            f"Found: {', '.join(names) or 'nothing'}. The grading worksheet of Moodle, in English, is read as well."
        )
    for line, cells in _cells(path, names, rows):
        key = fold(cells["learner"]), cells.get("exercise", "")
        if not key[0] or not cells["handed_in"]:
            raise GradebookError(f"{path}, line {line}: write both a learner and a time.")
        earlier = times.by_learner.get(key)
        if earlier is not None and earlier.file == str(path):
            raise GradebookError(
                f"{path}, line {line}: {cells['learner']!r} is already in line {earlier.line}. Keep one of them."
            )
        when, where = _iso(cells["handed_in"], zone, f"{path}, line {line}")
        said = HandedIn(when, f"{path.name}, line {line}{where}", Source.LIST)
        times.by_learner[key] = Row(str(path), line, cells["learner"], said)


def _add_worksheet(
    times: Times, path: Path, names: list[str], rows: list[tuple[int, list[str]]], zone: tzinfo | None
) -> None:
    for line, cells in _cells(path, names, rows):
        if cells[_MOODLE_TIME] in ("", "-"):
            continue
        when = _moodle_time(cells[_MOODLE_TIME], zone, f"{path}, line {line}")
        said = HandedIn(
            when, f"Moodle's worksheet {path.name}, line {line}, read in {zone_name(zone, when)}", Source.LMS
        )
        row = Row(str(path), line, cells.get("full_name", ""), said)
        if number := re.search(r"\d+$", cells[_MOODLE_ID]):
            times.by_number[number[0]] = row
        for name in _MOODLE_PEOPLE:
            if key := fold(cells.get(name, "")):
                times.by_learner.setdefault((key, ""), row)


def _iso(text: str, zone: tzinfo | None, place: str) -> tuple[datetime, str]:
    """Return a time that a person wrote, and in which zone it was read if it says none; a day is taken at its begin."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise GradebookError(
            f"{place}: {text!r} is not a date or time. Write it as 2026-05-31T18:00 or 2026-05-31T18:00+02:00."
        ) from None
    if len(text) <= len("2026-05-31"):
        moment = datetime.combine(moment.date(), time(0, 0))
    when = in_zone(moment, zone)
    return when, "" if moment.tzinfo else f", read in {zone_name(zone, when)}"


def _moodle_time(text: str, zone: tzinfo | None, place: str) -> datetime:
    """Return a time as Moodle writes it in English: `Wednesday, 10 June 2026, 2:14 PM`, also month first or 24 hours."""
    found = _DATE.match(text)
    try:
        if found is None:
            raise ValueError(text)
        month = month_number(found["month"] or found["month2"])
        hour, minute = clock(int(found["hour"]), int(found["minute"]), (found["half"] or "").upper())
        if month is None:
            raise ValueError(text)
        return in_zone(
            datetime(int(found["year"]), month, int(found["day"] or found["day2"]), hour, minute), zone
        )
    except (ValueError, OverflowError, OSError):
        raise GradebookError(
            f"{place}: {text!r} cannot be read as a time of Moodle. Download the worksheet with Moodle in English, or "
            "write a list with the columns learner and handed_in."
        ) from None
