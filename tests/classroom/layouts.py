"""How each LMS names what it gives to an instructor, and the class lists and worksheets that it exports."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from class_course import ANSWER
from learners import Learner
from works import File

BERLIN = ZoneInfo("Europe/Berlin")


def canvas_id(learner: Learner) -> int:
    return 5000 + learner.number


def participant(learner: Learner) -> int:
    """Moodle's number of a participant in this assignment."""
    return 70000 + learner.number


def login(learner: Learner) -> str:
    """The name of the account on GitHub."""
    return f"dev-{learner.number}-x"


def canvas_name(learner: Learner) -> str:
    """The sortable name in small letters, without what Ruby does not count as a part of a word."""
    name = f"{learner.last}, {learner.first}".lower()
    return "".join(
        c for c in name if unicodedata.category(c)[0] in "LM" or unicodedata.category(c) in ("Nd", "Pc")
    )


def canvas(learner: Learner, file: File, place: int) -> str:
    late = "LATE_" if learner.is_late else ""
    if learner.work == "html":
        # It was typed into the box of Canvas.
        return f"{canvas_name(learner)}_{late}{canvas_id(learner)}_text.html"
    attachment = 900_000 + 10 * learner.number + place
    own = re.sub(r'[\x00/\\:*?"<>|]+', "_", file.name)
    return f"{canvas_name(learner)}_{late}{canvas_id(learner)}_{attachment}_{own}"


def canvas_anonymous(learner: Learner, file: File, place: int) -> str:
    late = "LATE_" if learner.is_late else ""
    return f"{late}{anonymous_id(learner)}_{900_000 + 10 * learner.number + place}_{file.name}"


def anonymous_id(learner: Learner) -> str:
    return f"anon_aB{learner.number:03}"


def moodle_name(learner: Learner) -> str:
    """The full name without what Moodle takes out of file names."""
    return re.sub(r"[\x00-\x1f&<>\"`|':\\/]", "", learner.name)


def moodle(learner: Learner, file: File, place: int) -> str:
    return f"{moodle_name(learner)}_{participant(learner)}_assignsubmission_file/{file.name}"


def moodle_flat(learner: Learner, file: File, place: int) -> str:
    return f"{moodle_name(learner)}_{participant(learner)}_assignsubmission_file_{file.name}"


def moodle_blind(learner: Learner, file: File, place: int) -> str:
    return f"Participant_{participant(learner)}_assignsubmission_file/{file.name}"


def gradescope(learner: Learner, file: File, place: int) -> str:
    return f"assignment_77_export/submission_{3000 + learner.number}/{file.name}"


def blackboard(learner: Learner, file: File, place: int) -> str:
    return f"{_attempt(learner, place)}_{file.name}"


def _attempt(learner: Learner, place: int) -> str:
    stamp = learner.when.astimezone(BERLIN)
    return f"gradebook_AB101_Week 1_{learner.id}_attempt_{stamp:%Y-%m-%d-%H-%M-%S}"


def d2l(learner: Learner, file: File, place: int) -> str:
    stamp = learner.when.astimezone(BERLIN)
    clock = f"{stamp.hour % 12 or 12}{stamp:%M %p}"
    return (
        f"Week 1/397063-2557369 - {learner.name} - {stamp:%b} {stamp.day}, {stamp.year} {clock}/{file.name}"
    )


def google(learner: Learner, file: File, place: int) -> str:
    if file.name == ANSWER:
        return file.name
    stem, dot, ending = file.name.partition(".")
    return f"{learner.name} - {stem}{' (1)' if learner.id == 'kim2' else ''}{dot}{ending}"


def github(learner: Learner, file: File, place: int) -> str:
    return f"week-1-{login(learner)}/{file.name}"


def folder(learner: Learner, file: File, place: int) -> str:
    return f"{learner.id}/{file.name}"


def loose(learner: Learner, file: File, place: int) -> str:
    ending = file.name[file.name.index(".") :]
    return file.name if file.name == ANSWER else f"{learner.id}{place or ''}{ending}"


def extra_files(layout: str, learners: Iterable[Learner]) -> dict[str, bytes]:
    """Return the files that the LMS or git adds to the learners' own, by name."""
    if layout == "gradescope":
        return {"assignment_77_export/submission_metadata.yml": _metadata(learners)}
    if layout == "blackboard":
        return {
            f"{_attempt(learner, 0)}.txt": f"Name: {learner.name} ({learner.id})\nAssignment: Week 1\n".encode()
            for learner in learners
        }
    if layout == "d2l":
        return {"Week 1/index.html": b"<html><body>Week 1</body></html>"}
    if layout == "github":
        own = {
            f"week-1-{login(learner)}/{name}": b"x"
            for learner in learners
            for name in ("README.md", ".git/HEAD", ".github/classroom/autograding.json")
        }
        return own
    return {}


def _metadata(learners: Iterable[Learner]) -> bytes:
    lines = []
    for learner in learners:
        lines += [
            f"submission_{3000 + learner.number}:",
            "  :submitters:",
            f'  - :name: "{learner.name}"',
            f'    :sid: "{learner.id}"',
            f"    :email: {learner.email}",
            f"  :created_at: {learner.when:%Y-%m-%d %H:%M:%S}.000000000 Z",
            "  :score: 0.0",
            "  :status: processed",
        ]
    return "\n".join([*lines, ""]).encode()


def _csv(rows: Iterable[Iterable[object]]) -> str:
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue()


def canvas_list(learners: Iterable[Learner]) -> str:
    head = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Week 1 (88)"]
    rows = [
        [f"{each.last}, {each.first}", canvas_id(each), f"sis-{each.number}", each.id, "Morning", ""]
        for each in learners
    ]
    return _csv([head, ["    Points Possible", "", "", "", "", "10.0"], *rows])


def moodle_list(learners: Iterable[Learner]) -> str:
    head = ["First name", "Last name", "ID number", "Email address", "Groups"]
    return _csv([head, *([each.first, each.last, each.id, each.email, "Morning"] for each in learners)])


def moodle_worksheet(learners: Iterable[Learner], blind: bool = False) -> str:
    who = [] if blind else ["Full name", "ID number", "Email address"]
    head = ["Identifier", *who, "Status", "Grade", "Maximum grade", "Grade can be changed"]
    rows = []
    for each in learners:
        named = [] if blind else [each.name, each.id, each.email]
        when = _moodle_time(each.when) if each.work != "nothing" else "-"
        status = "Submitted for grading" if each.work != "nothing" else "No submission"
        rows.append([f"Participant {participant(each)}", *named, status, "", "10.00", "Yes", when, "-", ""])
    return _csv([[*head, "Last modified (submission)", "Last modified (grade)", "Feedback comments"], *rows])


def _moodle_time(when: datetime) -> str:
    here = when.astimezone(BERLIN)
    return f"{here:%A}, {here.day} {here:%B} {here.year}, {here.hour % 12 or 12}:{here:%M %p}"


def gradescope_list(learners: Iterable[Learner]) -> str:
    head = ["First Name", "Last Name", "SID", "Email", "Role", "Section"]
    return _csv([head, *([e.first, e.last, e.id, e.email, "Student", "Morning"] for e in learners)])


def github_list(learners: Iterable[Learner]) -> str:
    head = ["identifier", "github_username", "github_id", "name"]
    return _csv([head, *([e.id, login(e), 80000 + e.number, e.name] for e in learners)])


def own_list(learners: Iterable[Learner]) -> str:
    head = ["id", "name", "email", "section"]
    return _csv([head, *([each.id, each.name, each.email, "Morning"] for each in learners)])


def times(learners: Iterable[Learner]) -> str:
    return _csv(
        [["learner", "handed_in"], *([e.id, e.when.isoformat()] for e in learners if e.work != "nothing")]
    )
