"""Read strangers' files and archives within bounds: no pipe that blocks, no bomb, no link."""

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
"""Most bytes that one archive may unpack to; what comes after is not read."""
MAX_ANSWER_FILES = 100
_MEMBER_MARK = b"PK\x01\x02"


def read_plain_file(path: Path) -> bytes:
    """The bytes of a plain file; OSError for a link, a pipe (which would block for ever) or a device."""
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
    """The zip archive in `payload`; ValueError where it lists more than MAX_MEMBERS files."""
    listed = payload.count(_MEMBER_MARK)
    if listed > MAX_MEMBERS:
        raise ValueError(f"it lists {listed:,} files; at most {MAX_MEMBERS:,} are read")
    return zipfile.ZipFile(io.BytesIO(payload))


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str, left: int = MAX_BYTES) -> bytes:
    """A member's bytes, never more than MAX_BYTES or what is `left`, whatever its header claims.

    ValueError for more; the decompressors raise errors of many other families for damaged bytes.
    """
    if left <= 0:
        raise ValueError("the archive unpacks to more than is read")
    most = min(MAX_BYTES, left)
    with archive.open(member) as stream:
        payload = stream.read(most + 1)
    if len(payload) > most:
        raise ValueError(f"it unpacks to more than {most:,} bytes")
    return payload


def read_members(archive: zipfile.ZipFile, names: Iterable[str]) -> dict[str, bytes]:
    """Some members' bytes by name, together never more than MAX_BYTES, nor more than MAX_ANSWER_FILES."""
    wanted = list(names)
    if len(wanted) > MAX_ANSWER_FILES:
        raise ValueError(f"it names {len(wanted):,} files; at most {MAX_ANSWER_FILES} are read")
    members: dict[str, bytes] = {}
    left = MAX_BYTES
    for name in wanted:
        members[name] = read_member(archive, name, left)
        left -= len(members[name])
    return members
