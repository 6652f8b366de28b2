"""Copy the pinned members, and nothing else, out of an archive without trusting it; pickled tables become CSV."""

from __future__ import annotations

import hashlib
import io
import lzma
import math
import pickle
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import numpy as np
import pandas as pd

from labelwright.data.card import PinnedFile
from labelwright.data.fetch.download import digest_of
from labelwright.data.fetch.failures import FetchError


def pin_of(archive: Path, members: Sequence[str], plain: Mapping[str, str] | None = None) -> str:
    """Return the TOML of a fetched pin's archive and files, without distribution and version.

    `members` are paths inside the archive, a wheel or an sdist that its author trusts; `plain` maps those that are
    pickled data frames to the CSV file that each becomes. Raises KeyError for a member that is not in the archive.
    """
    lines = [f'archive = "{archive.name}"', f'archive_sha256 = "{digest_of(archive)}"']
    for member in members:
        data = _read(archive, member)
        lines += ["", "[[pin.files]]", f'path = "{member}"', *_numbers("", data)]
        if plain and member in plain:
            lines += [f'plain = "{plain[member]}"', *_numbers("plain_", frame_csv(data, member))]
    return "\n".join(lines) + "\n"


def _numbers(prefix: str, data: bytes) -> list[str]:
    return [f'{prefix}sha256 = "{hashlib.sha256(data).hexdigest()}"', f"{prefix}bytes = {len(data)}"]


def _read(archive: Path, member: str) -> bytes:
    if archive.suffix in (".whl", ".zip"):
        with zipfile.ZipFile(archive) as opened:
            return opened.read(member)
    with tarfile.open(archive) as opened:
        stream = opened.extractfile(member)
        assert stream is not None, f"{member} is not a file"
        return stream.read()


_XZ = b"\xfd7zXZ\x00"


def frame_csv(pickled: bytes, name: str) -> bytes:
    """Return the data frame in `pickled`, xz-compressed or plain, as CSV in UTF-8 with a header and line feeds.

    Floats are written as their shortest exact form, booleans as true and false, missing values as nothing; the index
    is left out. Call it only with bytes whose SHA-256 is the pinned one. Raises FetchError, naming `name`, for a
    pickle that needs a class other than the few of a data frame, or that is not a data frame.
    """
    try:
        raw = lzma.decompress(pickled) if pickled.startswith(_XZ) else pickled
        frame = _FrameUnpickler(io.BytesIO(raw)).load()
    except FetchError as fault:
        raise FetchError(f"{name}: {fault}") from None
    except Exception as fault:
        # A damaged pickle can raise nearly anything.
        raise FetchError(
            f"{name}: this is not a pickled data frame ({type(fault).__name__}: {fault})."
        ) from None
    if not isinstance(frame, pd.DataFrame):
        raise FetchError(f"{name}: the pickle contains a {type(frame).__name__}, not a data frame.")
    return csv_bytes(frame)


def csv_bytes(frame: pd.DataFrame) -> bytes:
    """Return the table as CSV, byte for byte the same on every platform and with every version of Python and pandas."""
    columns = [[_text(value) for value in frame.iloc[:, place].tolist()] for place in range(frame.shape[1])]
    rows = zip(*columns, strict=True)
    lines = [_line(str(column) for column in frame.columns), *(_line(row) for row in rows)]
    return "".join(lines).encode("utf-8")


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return "" if math.isnan(value) else repr(value)
    if value is None or value is pd.NA or value is pd.NaT:
        return ""
    if isinstance(value, str | int):
        return str(value)
    raise FetchError(
        f"a cell contains a {type(value).__name__}; only text, numbers and booleans are converted"
    )


def _line(cells: Iterable[str]) -> str:
    line = ",".join(_quoted(cell) for cell in cells)
    return f"{line or _EMPTY}\n"


def _quoted(cell: str) -> str:
    # Some versions of the csv module quote a lone carriage return and others do not, so the rule is written here.
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in ',"\r\n') else cell


_EMPTY = '""'


def _from_buffer(
    buffer: Any, dtype: np.dtype[Any], shape: tuple[int, ...], order: Any
) -> np.ndarray[Any, Any]:
    """Do what numpy's own `_frombuffer` does, which is in another module in each release."""
    return np.frombuffer(buffer, dtype=dtype).reshape(shape, order=order)


_ADMITTED: dict[tuple[str, str], tuple[str, str]] = {
    ("builtins", "slice"): ("builtins", "slice"),
    ("numpy", "dtype"): ("numpy", "dtype"),
    ("numpy", "ndarray"): ("numpy", "ndarray"),
    ("pandas", "DataFrame"): ("pandas", "DataFrame"),
    ("pandas", "Index"): ("pandas", "Index"),
    ("pandas", "RangeIndex"): ("pandas", "RangeIndex"),
    ("pandas.core.frame", "DataFrame"): ("pandas", "DataFrame"),
    ("pandas.core.indexes.base", "Index"): ("pandas", "Index"),
    ("pandas.core.indexes.range", "RangeIndex"): ("pandas", "RangeIndex"),
    ("pandas.core.indexes.base", "_new_Index"): ("pandas.core.indexes.base", "_new_Index"),
    ("pandas.core.internals.managers", "BlockManager"): ("pandas.core.internals.managers", "BlockManager"),
    ("pandas._libs.internals", "_unpickle_block"): ("pandas._libs.internals", "_unpickle_block"),
    ("numpy.core.multiarray", "_reconstruct"): ("numpy._core.multiarray", "_reconstruct"),
    ("numpy._core.multiarray", "_reconstruct"): ("numpy._core.multiarray", "_reconstruct"),
    ("numpy.core.numeric", "_frombuffer"): (__name__, "_from_buffer"),
    ("numpy._core.numeric", "_frombuffer"): (__name__, "_from_buffer"),
}
"""Every name, old and new, that a pickled frame of text, numbers and booleans needs, and where it is today."""


class _FrameUnpickler(pickle.Unpickler):
    def find_class(self, module: str, name: str) -> Any:
        if (module, name) not in _ADMITTED:
            raise FetchError(
                f"the pickle needs {module}.{name}, which a plain data frame does not need. It was not loaded. "
                "Report it to the course's authors."
            )
        home, found = _ADMITTED[module, name]
        return getattr(import_module(home), found)


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
