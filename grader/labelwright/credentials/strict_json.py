"""Read JSON as strictly as a signature needs: UTF-8, no duplicate keys, no NaN, no number that loses digits, limited size."""

from __future__ import annotations

import json
from typing import Any

from labelwright.errors import LabelwrightError

MAX_BYTES = 1_000_000
MAX_DEPTH = 40


class UnsafeJsonError(LabelwrightError, ValueError):
    """The text is not JSON that two programs would read in the same way; the message says why."""


def parse(text: bytes | str) -> Any:
    """Return the value of `text`; raise UnsafeJsonError if it is malformed or can be read in two ways."""
    if len(text) > MAX_BYTES:
        raise UnsafeJsonError(f"it is longer than {MAX_BYTES} bytes")
    try:
        decoded = text if isinstance(text, str) else text.decode("utf-8")
        value = json.loads(
            decoded,
            object_pairs_hook=_once_each,
            parse_constant=_refuse,
            parse_int=_integer,
            parse_float=_float,
        )
        decoded.encode("utf-8")
    except UnsafeJsonError:
        raise
    except json.JSONDecodeError as trouble:
        raise UnsafeJsonError(
            f"it is not JSON (line {trouble.lineno}, column {trouble.colno}: {trouble.msg})"
        ) from None
    except UnicodeError:
        raise UnsafeJsonError("it is not UTF-8 text") from None
    except RecursionError:
        raise UnsafeJsonError("it is nested too deeply") from None
    _bounded(value, 0)
    return value


def _once_each(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise UnsafeJsonError(
            f"the member {twice!r} appears twice in one object, so programs may disagree on its value"
        )
    return found


def _refuse(constant: str) -> Any:
    raise UnsafeJsonError(f"{constant} is not a JSON number")


def _integer(digits: str) -> int:
    if len(digits) > 17 or abs(int(digits)) >= 2**53:
        raise UnsafeJsonError(f"the number {digits[:20]} is too large to be read in the same way everywhere")
    return int(digits)


def _float(digits: str) -> float:
    value = float(digits)
    if value in (float("inf"), float("-inf")):
        raise UnsafeJsonError(f"the number {digits[:20]} is too large")
    return value


def _bounded(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise UnsafeJsonError(f"it is nested more than {MAX_DEPTH} deep")
    if isinstance(value, str):
        try:
            value.encode("utf-8")
        except UnicodeEncodeError:
            raise UnsafeJsonError("a string contains half of a surrogate pair") from None
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for part in inner:
        _bounded(part, depth + 1)
    if isinstance(value, dict):
        for name in value:
            _bounded(name, depth + 1)
