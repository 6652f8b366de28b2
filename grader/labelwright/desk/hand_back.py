"""Hand back: what goes to another program, what was left out and why, and the files to download."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from labelwright.desk.page import Person, View
from labelwright.gradebook import exports
from labelwright.gradebook.policy import Standing


@dataclass(frozen=True)
class File:
    """A file that the browser saves."""

    name: str
    content: bytes
    media_type: str = "text/csv; charset=utf-8"


@dataclass(frozen=True)
class Left:
    """A group of cells that an export leaves blank, with the reason, how many there are, and what helps."""

    what: str
    why: str
    count: int


@dataclass(frozen=True)
class HandBackData:
    """Everything on the page: the downloads, who is in no export, and which grades are blank."""

    downloads: tuple[tuple[str, str, str], ...]
    made_up: tuple[Person, ...]
    has_left: tuple[Person, ...]
    left: tuple[Left, ...]
    learners: int
    exercises: int


_WHY = {
    Standing.NOT_GRADED: ("Not graded", "The work could not be run or read. The learner's page says why."),
    Standing.PARTLY_MARKED: ("Partly marked", "Points wait for a person. They are in the review queue."),
    Standing.NOT_ATTEMPTED: ("Not attempted", "The notebook came back as it was given out."),
    Standing.EXCUSED: ("Excused", "Canvas gets EX; the other exports stay blank."),
}


def read(view: View, key: str) -> HandBackData:
    """Return the data of the page; `key` is not used."""
    sheet = view.overview.sheet
    exported = {learner.id for learner in sheet.exported}
    counts = Counter(grade.standing for (who, _), grade in sheet.grades.items() if who in exported)
    absent = len(exported) * len(sheet.exercises) - sum(
        count for standing, count in counts.items() if standing is not Standing.ABSENT
    )
    left = [Left(what, why, counts[standing]) for standing, (what, why) in _WHY.items() if counts[standing]]
    if absent:
        why = "Nothing was handed in. Plain CSV and nbgrader's form have 0, the others stay blank."
        left.append(Left("Handed in nothing", why, absent))
    if sheet.undecided:
        why = "Nobody has decided whose work it is. The page People shows why, and decides."
        left.append(Left("Open identity", why, len(sheet.undecided)))
    return HandBackData(
        tuple((name, _TITLES[name], _FOR[name]) for name in _WRITERS),
        tuple(view.people[learner] for learner in sorted(sheet.made_up) if learner in view.people),
        tuple(view.people[learner] for learner in sorted(sheet.has_left) if learner in view.people),
        tuple(left),
        len(exported),
        len(sheet.exercises),
    )


_TITLES = {"csv": "Plain CSV", "canvas": "Canvas", "moodle": "Moodle", "nbgrader": "nbgrader"}
_FOR = {
    "csv": "One row for each learner and exercise, with times, lateness and remarks.",
    "canvas": "The gradebook file that Canvas imports.",
    "moodle": "One row for each learner; Moodle asks which column is which grade item.",
    "nbgrader": "The columns of nbgrader's own export.",
}
_WRITERS: Mapping[str, Callable[..., str]] = {
    "csv": exports.plain_csv,
    "canvas": exports.canvas_csv,
    "moodle": exports.moodle_csv,
    "nbgrader": exports.nbgrader_csv,
}


def _download(name: str) -> Callable[[View], File]:
    def write(view: View) -> File:
        return File(f"grades-{name}.csv", _WRITERS[name](view.book.sheet(view.policy, settled=True)).encode())

    return write


DOWNLOADS: Mapping[str, Callable[[View], File]] = {name: _download(name) for name in _WRITERS}
"""What the page lets the instructor save; each is a GET of `/download/<name>`."""
