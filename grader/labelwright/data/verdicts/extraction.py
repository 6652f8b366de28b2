"""Did the answer hold the right JSON: the form that was asked for, and each field's value."""

from __future__ import annotations

import json
import re
from typing import Any

from labelwright.data.verdicts.counting import folded
from labelwright.data.verdicts.finding import Check, Finding, Reply

_FENCE = re.compile(r"```[a-zA-Z]*\s*\n(.*)\n\s*```", re.DOTALL)


def document(check: Check, reply: Reply) -> Finding:
    """The whole answer is JSON (a code fence around it is allowed), with exactly `keys`, or a list of `items` items."""
    try:
        value = _parsed(reply.text)
    except ValueError:
        # Python's own words for what is wrong differ from version to version; verdicts are kept, so they are not used.
        inside = find_object(reply.text) is not None
        return Finding(
            False, "not JSON as a whole: " + ("an object in other text" if inside else "no object")
        )
    if "items" in check:
        size = len(value) if isinstance(value, list) else None
        return Finding(
            size == check["items"], f"a {_name(value)}" + (f" of {size}" if size is not None else "")
        )
    if not isinstance(value, dict):
        return Finding(False, f"a {_name(value)}, not an object")
    return Finding(set(value) == set(check["keys"]), f"keys: {', '.join(value) or 'none'}")


def field(check: Check, reply: Reply) -> Finding:
    """The first JSON object in the answer has the key `name` with one of the values in `accept`.

    Case, runs of white space and a full stop at the end do not matter; 3 and "3" are the same, and so are JSON's true
    and "true". An answer without an object fails, however right its prose: the task was to extract into fields.
    """
    value = find_object(reply.text)
    if value is None:
        return Finding(False, "no JSON object")
    if check["name"] not in value:
        return Finding(False, f"no key {check['name']!r}; keys: {', '.join(value) or 'none'}")
    found = value[check["name"]]
    told = json.dumps(found, ensure_ascii=False)
    return Finding(
        any(_same(found, wanted) for wanted in check["accept"]), told if len(told) <= 80 else f"{told[:80]}…"
    )


def find_object(text: str) -> dict[str, Any] | None:
    """The first JSON object that stands in the text, at its outermost; None where there is none."""
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    for start in (match.start() for match in re.finditer(r"\{", text)):
        try:
            value, _ = decoder.raw_decode(text, start)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    return None


def _parsed(text: str) -> Any:
    bare = text.strip()
    fenced = _FENCE.fullmatch(bare)
    try:
        return json.loads(fenced[1] if fenced else bare, parse_constant=_no_constant)
    except json.JSONDecodeError as error:
        raise ValueError(f"{error.msg} at character {error.pos}") from None
    except RecursionError:
        raise ValueError("nested too deeply") from None


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is not JSON")


def _same(found: Any, wanted: str) -> bool:
    if isinstance(found, bool):
        return wanted.casefold() == str(found).casefold()
    if isinstance(found, int | float):
        return _number(wanted) == found
    return isinstance(found, str) and folded(found).rstrip(" .") == folded(wanted).rstrip(" .")


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _name(value: Any) -> str:
    names = {dict: "JSON object", list: "JSON list", str: "JSON text", type(None): "JSON null"}
    return names.get(type(value), "JSON value")
