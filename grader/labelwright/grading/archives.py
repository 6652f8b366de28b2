"""Read files and archives from strangers safely, and the metadata that Gradescope packs with them."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import Any

from labelwright.gradebook.handed_in import HandedIn, Source
from labelwright.grading.notebooks import MAX_BYTES
from labelwright.grading.stamps import in_zone, mark_in

MAX_FILE = 16 * MAX_BYTES
MAX_MEMBERS = 20_000
MAX_UNPACKED = 32 * MAX_BYTES
"""The most bytes that one archive may unpack to; the rest is not read."""
MAX_ANSWER_FILES = 100
_MEMBER_MARK = b"PK\x01\x02"

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
    mark = mark_in(name)
    return printable(mark.who) if mark else ""


def kind_of_file(name: str) -> str:
    """Say what a file is by the ending of its name, such as "a PDF"."""
    ending = PurePosixPath(name).suffix.lower()
    return _ENDINGS.get(ending, f"a file that ends in `{ending}`" if ending else "a file without an ending")


def printable(learner: str) -> str:
    """Return a learner's name or id with every character that cannot be printed as a space, at most 320 characters."""
    return "".join(c if c.isprintable() else " " for c in learner).strip()[:320]


def owner_in(name: str) -> str:
    """Return what an LMS wrote into a member's path to say whose it is; empty if it wrote nothing."""
    mark = mark_in(name)
    return mark.owner if mark else ""


@dataclass(frozen=True)
class Person:
    """Who handed in a submission by Gradescope's metadata, and when; `when` is None if it says no time."""

    number: str
    name: str
    when: datetime | None = None

    @property
    def handed_in(self) -> HandedIn:
        """When Gradescope's metadata says that the work came."""
        if self.when is None:
            return HandedIn(None, "submission_metadata.yml of Gradescope has no time for it")
        return HandedIn(self.when, "submission_metadata.yml of Gradescope", Source.LMS)


def gradescope_people(archive: zipfile.ZipFile, zone: tzinfo | None = None) -> dict[str, Person]:
    """Return submission folder -> person from Gradescope's submission_metadata.yml; empty without a sound one.

    The file is next to the folders of the submissions. A file of this name that a learner handed in is not read.
    """
    for info in archive.infolist():
        path = PurePosixPath(info.filename)
        if path.name == "submission_metadata.yml" and len(path.parts) <= 2 and not owner_in(info.filename):
            import yaml  # type: ignore[import-untyped]

            try:
                stated = yaml.safe_load(read_member(archive, info))
            except (yaml.YAMLError, ValueError, RecursionError):
                return {}
            facts = stated.items() if isinstance(stated, dict) else ()
            found = {str(folder): _person(each, zone) for folder, each in facts}
            return {folder: person for folder, person in found.items() if person is not None}
    return {}


def _person(facts: Any, zone: tzinfo | None) -> Person | None:
    """Return the one submitter of a submission; None if there are several, or none with a name or number."""
    submitters = facts.get(":submitters") if isinstance(facts, dict) else None
    people = [each for each in submitters or () if isinstance(each, dict)]
    if len(people) != 1:
        return None
    name = printable(str(people[0].get(":name") or ""))
    number = printable(str(people[0].get(":sid") or people[0].get(":email") or ""))
    return Person(number or name, name, _moment(facts.get(":created_at"), zone)) if number or name else None


def _moment(stated: Any, zone: tzinfo | None) -> datetime | None:
    """Return the time that YAML read, or that it left as text; None if it is neither."""
    try:
        moment = datetime.fromisoformat(stated) if isinstance(stated, str) else stated
        return in_zone(moment, zone) if isinstance(moment, datetime) else None
    except (ValueError, OverflowError, OSError):
        return None
