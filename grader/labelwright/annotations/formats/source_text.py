"""Read and write annotation files as text and JSON of limited size; errors say where in the file the problem is."""

from __future__ import annotations

import json
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NoReturn

from labelwright.annotations.formats.base import FormatError

MAX_BYTES = 64 * 1024 * 1024


def read_text(path: Path) -> str:
    """Return the text of a file without a byte order mark; `\\r\\n` stays as it is.

    FormatError for a missing or unreadable file, one over MAX_BYTES, and bytes that are not UTF-8.
    """
    try:
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise FormatError(
            "there is no such file.", "Check the name and the folder. Nothing was read."
        ) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise FormatError(f"the file cannot be opened: {reason}.", "Use a file that can be read.") from None
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
    """Return `text` as UTF-8; FormatError for half of a surrogate pair, which no file can contain, and over MAX_BYTES."""
    try:
        data = text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise FormatError(
            f"a text contains half of a character (U+{ord(text[error.start]):04X}), which UTF-8 cannot store.",
            "Repair the text where it was read: it was cut inside an emoji or read with the wrong encoding.",
        ) from None
    if len(data) > MAX_BYTES:
        raise FormatError(
            f"the file would be larger than {MAX_BYTES // 1024 // 1024} MB and could not be read again.",
            "Write the annotations in several files.",
        )
    return data


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` in one step: after a crash there is the old file or the new one, never half of it."""
    part = path.with_name(f".{path.name[:60]}.{secrets.token_hex(4)}")
    try:
        with part.open("xb") as file:
            file.write(data)
        part.replace(path)
    except (OSError, ValueError) as error:
        part.unlink(missing_ok=True)
        reason = getattr(error, "strerror", None) or str(error)
        raise FormatError(
            f"the file cannot be written: {reason}.", "Choose a folder that exists and that you may write to."
        ) from None


MAX_PARTS = 5_000_000
"""The most commas and brackets in one file: many small parts need much more memory than their bytes."""
MAX_DEPTH = 24
MAX_NUMBER = 2**53
"""Whole numbers beyond this are not the same in every program that reads JSON (RFC 8259, section 6)."""


def parse(text: str, where: str = "") -> Any:
    """Return the value of a JSON text; FormatError if it is not JSON, is nested over MAX_DEPTH or has a number out of range."""
    if text.count(",") + text.count("[") + text.count("{") > MAX_PARTS:
        raise FormatError(f"more than {MAX_PARTS:,} parts.", "Split the file into smaller ones.", where)
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if not where else f"column {error.colno}"
        raise FormatError(
            f"not valid JSON at {place}: {error.msg}.",
            "Export the file again, or fix that place in a text editor.",
            where,
        ) from None
    except RecursionError:
        raise _too_deep(where) from None
    except ValueError as error:
        raise FormatError(f"a number that cannot be read: {error}.", "Correct the number.", where) from None
    _check_bounds(value, where)
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not a JSON number")


def _too_deep(where: str) -> FormatError:
    return FormatError(
        f"nested more than {MAX_DEPTH} levels deep.",
        "No annotation file needs that. Export it again from the tool that made it.",
        where,
    )


def _check_bounds(value: Any, where: str) -> None:
    """Check the parsed value level by level, without recursion."""
    level = [value]
    for _ in range(MAX_DEPTH + 1):
        following: list[Any] = []
        for part in level:
            if isinstance(part, dict):
                following.extend(part.values())
            elif isinstance(part, list):
                following.extend(part)
            elif isinstance(part, (int, float)) and not -MAX_NUMBER <= part <= MAX_NUMBER:
                raise FormatError("a number beyond 2 to the power 53.", "Correct the number.", where)
        if not following:
            return
        level = following
    raise _too_deep(where)


def dumps(value: Any) -> str:
    """Return `value` as one line of JSON: keys in the order given, only the escapes that JSON needs."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    except (TypeError, ValueError, RecursionError) as error:
        raise FormatError(
            f"an item's `meta` cannot be written as JSON: {error}.",
            "Keep only texts, finite numbers, lists and mappings in it.",
        ) from None


def expect_object(value: Any, where: str) -> dict[str, Any]:
    """Return `value` if it is a JSON object; otherwise raise FormatError."""
    if not isinstance(value, dict):
        raise FormatError(
            f"expected an object in braces, found {kind_of(value)}.", "Export the file again.", where
        )
    return value


def expect_list(value: Any, where: str, what: str) -> list[Any]:
    """Return `value` if it is a JSON list; otherwise raise FormatError, which says that `what` should be one."""
    if not isinstance(value, list):
        raise FormatError(f"{what} must be a list, found {kind_of(value)}.", "Export the file again.", where)
    return value


def kind_of(value: Any) -> str:
    """Return what a parsed JSON value is, for messages."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Yield every line that is not empty, with its number from 1; only a line feed ends a line."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.removesuffix("\r")
