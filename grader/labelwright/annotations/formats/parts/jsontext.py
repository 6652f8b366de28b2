"""Parse JSON that strangers wrote, within bounds, and write JSON that is always the same bytes for the same records."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, NoReturn

from labelwright.annotations.formats.parts.base import FormatError

MAX_PARTS = 5_000_000
"""Most commas and brackets in one file: small parts take far more memory than bytes."""
MAX_DEPTH = 24
MAX_NUMBER = 2**53
"""Whole numbers beyond this are not the same in every program that reads JSON (RFC 8259, section 6)."""


def parse(text: str, where: str = "") -> Any:
    """The value of a JSON text; FormatError where it is not JSON, nested over MAX_DEPTH or holds an absurd number."""
    if text.count(",") + text.count("[") + text.count("{") > MAX_PARTS:
        raise FormatError(f"more than {MAX_PARTS:,} parts.", "Split the file into smaller ones.", where)
    try:
        value = json.loads(text, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}" if not where else f"column {error.colno}"
        raise FormatError(
            f"not valid JSON at {place}: {error.msg}.",
            "Export the file again, or repair that place in a text editor.",
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
        "No annotation file is; export it again from the tool it came from.",
        where,
    )


def _check_bounds(value: Any, where: str) -> None:
    """Walk the parsed value level by level, without recursion."""
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
    """`value` as one line of JSON: keys in the order given, no escapes but those JSON needs."""
    try:
        return json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(", ", ": "))
    except (TypeError, ValueError, RecursionError) as error:
        raise FormatError(
            f"an item's `meta` cannot be written as JSON: {error}.",
            "Keep only texts, finite numbers, lists and mappings in it.",
        ) from None


def mapping(value: Any, where: str) -> dict[str, Any]:
    """`value` if it is a JSON object, else FormatError."""
    if not isinstance(value, dict):
        raise FormatError(
            f"expected an object in braces, found {kind_of(value)}.", "Export the file again.", where
        )
    return value


def listing(value: Any, where: str, what: str) -> list[Any]:
    """`value` if it is a JSON list, else FormatError naming `what` should be one."""
    if not isinstance(value, list):
        raise FormatError(f"{what} must be a list, found {kind_of(value)}.", "Export the file again.", where)
    return value


def kind_of(value: Any) -> str:
    """What a parsed JSON value is, in words."""
    names = {dict: "an object", list: "a list", str: "a text", bool: "true or false", type(None): "null"}
    return names.get(type(value), "a number")


def lines(text: str) -> Iterator[tuple[int, str]]:
    """Every line that is not empty, with its number from 1; only a line feed ends a line."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, line.removesuffix("\r")
