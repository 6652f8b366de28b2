"""Write the `[pin]` of a card for its author, computed from the archive."""

from __future__ import annotations

import hashlib
import tarfile
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from labelwright.data.fetch.download import digest_of
from labelwright.data.fetch.pickled_frames import frame_csv


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
