"""Read and write whole text files within bounds: at most 64 MB, UTF-8, line ends untouched, written in one step."""

from __future__ import annotations

import secrets
from pathlib import Path

from labelwright.annotations.formats.parts.base import FormatError

MAX_BYTES = 64 * 1024 * 1024


def read_text(path: Path) -> str:
    """The text of a file, a leading byte order mark removed, `\\r\\n` kept as it stands.

    FormatError for a missing or unreadable file, one over MAX_BYTES, and bytes that are not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise FormatError(
            "there is no such file.", "Look at the name and the folder; nothing was read."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FormatError(f"the file cannot be opened: {reason}.", "Give a file that can be read.") from None
    if len(data) > MAX_BYTES:
        raise FormatError(
            f"the file is larger than {MAX_BYTES // 1024 // 1024} MB.",
            "Split it into smaller files and read them one by one.",
        )
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise FormatError(
            f"the file is not UTF-8 text: byte {error.start} is 0x{data[error.start]:02x}.",
            "Save it again as UTF-8 (in a spreadsheet: CSV UTF-8).",
        ) from None


def encode(text: str) -> bytes:
    """`text` as UTF-8; FormatError for half of a surrogate pair, which no file can hold, and over MAX_BYTES."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FormatError(
            f"a text holds half of a character (U+{ord(text[error.start]):04X}), which UTF-8 cannot.",
            "Repair the text where it was read: it was cut inside an emoji or read with the wrong encoding.",
        ) from None
    if len(data) > MAX_BYTES:
        raise FormatError(
            f"the file would be larger than {MAX_BYTES // 1024 // 1024} MB and could not be read again.",
            "Write the annotations in several files.",
        )
    return data


def write_bytes(path: Path, data: bytes) -> None:
    """Put `data` at `path` in one step, so that a crash leaves the old file or the new one, never half of it."""
    part = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}")
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(path)
    except (OSError, ValueError) as error:
        part.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise FormatError(
            f"the file cannot be written: {reason}.", "Choose a folder that exists and is yours."
        ) from None
