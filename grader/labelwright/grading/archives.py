"""Read files and archives from strangers safely: no pipe that blocks, no zip bomb, no link."""

from __future__ import annotations

import io
import os
import stat
import zipfile
from collections.abc import Iterable
from pathlib import Path

from labelwright.grading.notebooks import MAX_BYTES

MAX_FILE = 16 * MAX_BYTES
MAX_MEMBERS = 20_000
MAX_UNPACKED = 32 * MAX_BYTES
"""The most bytes that one archive may unpack to; the rest is not read."""
MAX_ANSWER_FILES = 100
_MEMBER_MARK = b"PK\x01\x02"


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
