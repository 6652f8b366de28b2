"""Read files and archives from strangers safely, and the metadata that Gradescope packs with them."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path, PurePosixPath
from typing import IO, Any, BinaryIO

from labelwright.exchange.outside_text import printable as printable
from labelwright.gradebook.handed_in import HandedIn, Source
from labelwright.gradebook.identity import Claims
from labelwright.grading.notebooks import MAX_BYTES
from labelwright.grading.stamps import in_zone, mark_in

MAX_UNPACKED = 4 * MAX_BYTES
"""The most bytes that one learner's work in an archive may unpack to; the rest is not read."""
MAX_ANSWER_FILES = 100
_MAX_DIRECTORY = 64 * 1024 * 1024
"""The most bytes of an archive's own list of its files, which is read whole."""
_MEMBER_MARK = b"PK\x01\x02"


@dataclass
class Limits:
    """What an archive may hold: so many files, and so many bytes unpacked; `unpacked` goes down as files are read."""

    members: int
    unpacked: int


def class_limits() -> Limits:
    """Return the limits of an archive that the instructor names: more than a class of 2,000 needs."""
    return Limits(200_000, 2_000 * MAX_BYTES)


def learner_limits() -> Limits:
    """Return the limits of an archive that a learner made."""
    return Limits(20_000, MAX_UNPACKED)


def open_plain_file(path: Path) -> BinaryIO:
    """Return a plain file, open; raise OSError for a link, a device or a pipe (which would block forever)."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_BINARY", "O_CLOEXEC"):
        flags |= getattr(os, name, 0)
    stream = os.fdopen(os.open(path, flags), "rb")
    if stat.S_ISREG(os.fstat(stream.fileno()).st_mode):
        return stream
    stream.close()
    raise OSError("it is a pipe, a socket or a device, not a file")


def open_archive(stream: BinaryIO, limits: Limits) -> zipfile.ZipFile:
    """Return the zip archive in `stream`, which is read where it is and not loaded.

    Raise ValueError if it lists more files than `limits` allow, or files that share the same bytes, which is how a small
    archive unpacks to a giant one.
    """
    # Every file of the list becomes an object, so they are counted first, where zipfile itself will read them.
    end = zipfile._EndRecData(stream)  # type: ignore[attr-defined]
    if not end:
        raise ValueError("its end is missing, so the download or the upload was cut off")
    size, place = int(end[5]), int(end[9])
    if size > _MAX_DIRECTORY:
        raise ValueError(f"the list of its files has {size:,} bytes; at most {_MAX_DIRECTORY:,} are read")
    stream.seek(max(0, place - size - 76))
    listed = stream.read(size + 76).count(_MEMBER_MARK)
    if listed > limits.members:
        raise ValueError(f"it lists {listed:,} files; at most {limits.members:,} are read")
    archive = zipfile.ZipFile(stream)
    if sum(info.compress_size for info in archive.infolist()) > stream.seek(0, os.SEEK_END):
        raise ValueError("its files share the same bytes, which no program that packs files does")
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str, left: int = MAX_BYTES) -> bytes:
    """Return a member's bytes, at most MAX_BYTES and at most `left`, even if its header claims less.

    Raise ValueError for more. For damaged bytes the decompressors raise many other kinds of errors.
    """
    with archive.open(member) as stream:
        return read_stream(stream, left)


def read_stream(stream: IO[bytes], left: int = MAX_BYTES) -> bytes:
    """Return what is in `stream`; raise ValueError if that is more than MAX_BYTES, or more than `left`."""
    most = min(MAX_BYTES, left)
    payload = stream.read(most + 1) if most > 0 else b""
    if most <= 0 or len(payload) > most:
        raise ValueError(f"it unpacks to more than {max(most, 0):,} bytes, and no more are read")
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
    email: str = ""

    @property
    def claims(self) -> Claims:
        """Who Gradescope's metadata says the person is."""
        return Claims("Gradescope", self.number, self.email, self.name, "submission_metadata.yml")

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
            except Exception:
                # YAML and damaged bytes raise many kinds of errors, and none of them may end the batch.
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
    email = printable(str(people[0].get(":email") or ""))
    number = printable(str(people[0].get(":sid") or "")) or email
    when = _moment(facts.get(":created_at"), zone)
    return Person(number or name, name, when, email) if number or name else None


def _moment(stated: Any, zone: tzinfo | None) -> datetime | None:
    """Return the time that YAML read, or that it left as text; None if it is neither."""
    try:
        moment = datetime.fromisoformat(stated) if isinstance(stated, str) else stated
        return in_zone(moment, zone) if isinstance(moment, datetime) else None
    except (ValueError, OverflowError, OSError):
        return None
