"""Read files and archives from strangers safely, and read what an LMS wrote into their names."""

from __future__ import annotations

import io
import os
import re
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from labelwright.grading.notebooks import MAX_BYTES

MAX_FILE = 16 * MAX_BYTES
MAX_MEMBERS = 20_000
MAX_UNPACKED = 32 * MAX_BYTES
"""The most bytes that one archive may unpack to; the rest is not read."""
MAX_ANSWER_FILES = 100
_MEMBER_MARK = b"PK\x01\x02"


_MOODLE = re.compile(r"^(?P<owner>(?P<who>.+?)_\d+)_assignsubmission_")
_CANVAS = re.compile(r"^(?P<owner>(?P<who>[^_]+)_(?:LATE_)?\d+)_\d+_")
_MOODLE_FLAT = re.compile(r"^(?P<owner>.+?_\d+)_assignsubmission_[a-z]+_(?P<name>.+)$")
_CANVAS_FLAT = re.compile(r"^(?P<owner>[^_]+_(?:LATE_)?\d+)_\d+_(?P<name>.+)$")
_CANVAS_LATE = re.compile(r"^[^_]+_LATE_\d+_\d+_")
_GRADESCOPE = re.compile(r"^(?P<owner>submission_\d+)$")
_ENDINGS = {
    ".py": "a Python file",
    ".pdf": "a PDF",
    ".html": "a web page",
    ".htm": "a web page",
    ".docx": "a Word document",
    ".rar": "a RAR archive",
    ".7z": "a 7z archive",
    ".csv": "a table",
    ".md": "a text in Markdown",
    ".txt": "a text file",
}


def read_plain_file(path: Path) -> bytes:
    """Return the bytes of a plain file; raise OSError for a link, a device or a pipe (which would block forever)."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    with os.fdopen(os.open(path, flags), "rb") as stream:
        state = os.fstat(stream.fileno())
        if not stat.S_ISREG(state.st_mode):
            raise OSError("it is a pipe, a socket or a device, not a file")
        if state.st_size > MAX_FILE:
            raise OSError("the file is too large")
        return stream.read()


def open_archive(payload: bytes) -> zipfile.ZipFile:
    """Return the zip archive in `payload`; raise ValueError if it lists more than MAX_MEMBERS files."""
    listed = payload.count(_MEMBER_MARK)
    if listed > MAX_MEMBERS:
        raise ValueError(f"it lists {listed:,} files; at most {MAX_MEMBERS:,} are read")
    return zipfile.ZipFile(io.BytesIO(payload))


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str, left: int = MAX_BYTES) -> bytes:
    """Return a member's bytes, at most MAX_BYTES and at most `left`, even if its header claims less.

    Raise ValueError for more. For damaged bytes the decompressors raise many other kinds of errors.
    """
    if left <= 0:
        raise ValueError(f"the archive unpacks to more than {MAX_UNPACKED:,} bytes")
    most = min(MAX_BYTES, left)
    with archive.open(member) as stream:
        payload = stream.read(most + 1)
    if len(payload) > most:
        raise ValueError(f"it unpacks to more than {most:,} bytes")
    return payload


def read_members(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    """Return the named members' bytes: together at most MAX_BYTES, and at most MAX_ANSWER_FILES members."""
    wanted = list(names)
    if len(wanted) > MAX_ANSWER_FILES:
        raise ValueError(f"it names {len(wanted):,} files; at most {MAX_ANSWER_FILES} are read")
    members: dict[str, bytes] = {}
    left = MAX_BYTES
    for name in wanted:
        members[name] = read_member(archive, name, left)
        left -= len(members[name])
    return members


def learner_in(name: str) -> str:
    """Return the learner that an LMS wrote into a path; empty if it wrote none."""
    for part in PurePosixPath(name.replace("\\", "/")).parts:
        for pattern in (_MOODLE, _CANVAS):
            if found := pattern.match(part):
                return printable(found["who"])
        if _GRADESCOPE.match(part):
            return part
    return ""


def is_marked_late(name: str) -> bool:
    """Return whether Canvas wrote LATE into a file's name."""
    return _CANVAS_LATE.match(PurePosixPath(name).name) is not None


def kind_of_file(name: str) -> str:
    """Say what a file is by the ending of its name, such as "a PDF"."""
    ending = PurePosixPath(name).suffix.lower()
    return _ENDINGS.get(ending, f"a file that ends in `{ending}`" if ending else "a file without an ending")


def printable(learner: str) -> str:
    """Return a learner's name or id with every character that cannot be printed as a space, at most 320 characters."""
    return "".join(c if c.isprintable() else " " for c in learner).strip()[:320]


def flat_name(name: str) -> tuple[str, str] | None:
    """Return (learner and id, the learner's own file name) if an LMS put both into `name`; else None."""
    for pattern in (_MOODLE_FLAT, _CANVAS_FLAT):
        if found := pattern.match(name):
            # Canvas numbers a file that was handed in again: labels-1.csv.
            return found["owner"], re.sub(r"-\d+(?=\.[^.]+$)", "", found["name"])
    return None


def owner_in(name: str) -> str:
    """Return what an LMS wrote into a member's path to say whose it is; empty if it wrote nothing."""
    for part in PurePosixPath(name.replace("\\", "/")).parts:
        for pattern in (_MOODLE, _CANVAS, _GRADESCOPE):
            if found := pattern.match(part):
                return found["owner"]
    return ""


def gradescope_people(archive: zipfile.ZipFile) -> dict[str, tuple[str, str]]:
    """Return submission folder -> (id, name) from Gradescope's submission_metadata.yml; empty without a sound one."""
    for info in archive.infolist():
        if PurePosixPath(info.filename).name == "submission_metadata.yml":
            import yaml  # type: ignore[import-untyped]

            try:
                stated = yaml.safe_load(read_member(archive, info))
            except (yaml.YAMLError, ValueError, RecursionError):
                return {}
            found = {}
            for folder, facts in stated.items() if isinstance(stated, dict) else ():
                submitters = facts.get(":submitters") if isinstance(facts, dict) else None
                people = [each for each in submitters or () if isinstance(each, dict)]
                if len(people) == 1:
                    name = printable(str(people[0].get(":name") or ""))
                    number = printable(str(people[0].get(":sid") or people[0].get(":email") or ""))
                    if number or name:
                        found[str(folder)] = (number or name, name)
            return found
    return {}
