"""Read JSON strictly, and load the JSON-LD contexts that are shipped here and no others."""

from __future__ import annotations

import json
from functools import cache
from importlib.resources import files
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


CONTEXT_FILES = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "open-badges-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "open-badges-extensions.json",
}
"""The address of each context and its file."""

CONTEXTS = list(CONTEXT_FILES)
"""The `@context` of every credential issued here, in the order the signature covers."""


class UnknownContextError(LabelwrightError, ValueError):
    """A document names a context that is not included."""


@cache
def _read_context(address: str) -> dict[str, Any]:
    if address not in CONTEXT_FILES:
        raise UnknownContextError(f"The context {address} is not included. These are: {', '.join(CONTEXTS)}.")
    source = files("labelwright.credentials") / "contexts" / CONTEXT_FILES[address]
    loaded: dict[str, Any] = json.loads(source.read_text(encoding="utf-8"))
    return loaded


def load_offline(address: str, _options: object = None) -> dict[str, Any]:
    """Load an included context for PyLD; raise UnknownContextError for any other address."""
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": address,
        "document": _read_context(address),
    }
