"""What is in a folder or in an archive, in one form: names, and how each file is read."""

from __future__ import annotations

import os
import stat
import zipfile
from collections.abc import Callable, Collection
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from labelwright.grading.archives import (
    Limits,
    learner_limits,
    open_plain_file,
    owner_in,
    read_stream,
)
from labelwright.grading.file_kinds import HEAD, PROGRAM_FOLDERS, is_residue
from labelwright.grading.notebooks import MAX_BYTES

MAX_FOLDERS = 32
"""How many levels of folders are searched."""
LINK = "It is a symbolic link, not a file."


@dataclass(frozen=True)
class Member:
    """One file in a folder or an archive.

    `name` is its path there, with slashes. `read` returns its bytes, at most MAX_BYTES. `open` returns a stream that can
    be read at any place. Both raise OSError, ValueError, or what a decompressor raises. `refusal` says why it is not
    opened at all; a folder that cannot be listed is a member with a refusal, too.
    """

    name: str
    read: Callable[[], bytes]
    open: Callable[[], BinaryIO]
    head: Callable[[], bytes]
    refusal: str = ""

    @property
    def folder(self) -> str:
        """The path of its folder; `.` at the top."""
        return str(PurePosixPath(self.name).parent)


def members_of_folder(folder: Path, without: Collection[Path] = ()) -> list[Member]:
    """Return what is in a folder and the folders below it, sorted by name.

    What programs keep for themselves is left out, and so is what is in the folders or files `without`.
    """
    found: list[Member] = []
    left_out = {path.absolute() for path in without}
    waiting = [(folder, "")]
    while waiting:
        here, prefix = waiting.pop()
        try:
            with os.scandir(here) as entries:
                listed = [(e.name, e.is_dir(follow_symlinks=False), e.is_symlink()) for e in entries]
        except OSError as error:
            found.append(
                _refused(
                    prefix.rstrip("/") or folder.name,
                    f"The folder cannot be opened: {error.strerror or error}.",
                )
            )
            continue
        for entry, is_folder, is_link in listed:
            name, path = prefix + entry, here / entry
            is_left_out = entry in PROGRAM_FOLDERS if is_folder else is_residue(name)
            if is_left_out or (left_out and path.absolute() in left_out):
                continue
            if not is_folder:
                found.append(_refused(name, LINK) if is_link else member_of_file(path, name))
            elif name.count("/") + 1 < MAX_FOLDERS:
                waiting.append((path, f"{name}/"))
            else:
                found.append(
                    _refused(name, f"The folder is more than {MAX_FOLDERS} levels deep, so it is not opened.")
                )
    return sorted(found, key=lambda member: member.name)


def member_of_file(path: Path, name: str) -> Member:
    """Return a file on disk as a member."""

    def read() -> bytes:
        with open_plain_file(path) as stream:
            size = os.fstat(stream.fileno()).st_size
            if size > MAX_BYTES:
                raise ValueError(f"the file has {size:,} bytes; at most {MAX_BYTES:,} are read")
            return read_stream(stream)

    def head() -> bytes:
        with open_plain_file(path) as stream:
            return stream.read(HEAD)

    return Member(name, read, lambda: open_plain_file(path), head)


def members_of_archive(archive: zipfile.ZipFile, limits: Limits) -> list[Member]:
    """Return what is in an archive, sorted by name, without what programs keep for themselves.

    `limits.unpacked` goes down with every read, and each owner whom an LMS names has the limit of one learner.
    """
    shares: dict[str, Limits] = {}
    found = []
    for info in archive.infolist():
        if info.is_dir() or is_residue(info.filename):
            continue
        if stat.S_ISLNK(info.external_attr >> 16):
            found.append(_refused(info.filename, LINK))
            continue
        owner = owner_in(info.filename)
        share = [shares.setdefault(owner, learner_limits())] if owner else []
        found.append(_packed(archive, info, [limits, *share]))
    return sorted(found, key=lambda member: member.name)


def _packed(archive: zipfile.ZipFile, info: zipfile.ZipInfo, limits: list[Limits]) -> Member:
    def unpack(most: int) -> bytes:
        if info.flag_bits & 1:
            raise ValueError("it is locked with a password")
        with archive.open(info) as stream:
            return stream.read(most) if most == HEAD else read_stream(stream, most)

    def read() -> bytes:
        left = min(limit.unpacked for limit in limits)
        try:
            payload = unpack(left)
        except Exception:
            # Damaged bytes cost time to unpack as well.
            _take(limits, min(info.file_size, MAX_BYTES))
            raise
        _take(limits, len(payload))
        return payload

    return Member(info.filename, read, lambda: BytesIO(read()), lambda: unpack(HEAD))


def _take(limits: list[Limits], count: int) -> None:
    for limit in limits:
        limit.unpacked -= count


def _refused(name: str, reason: str) -> Member:
    def never() -> bytes:
        raise OSError(reason)

    def closed() -> BinaryIO:
        raise OSError(reason)

    return Member(name, never, closed, never, reason)
