"""Read JSON Lines strictly: one object a line with exactly the fields a loader knows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def read_jsonl(path: Path, fields: Mapping[str, type]) -> Iterator[tuple[int, dict[str, Any]]]:
    """Give each line of a UTF-8 file as (line number from 1, object), with exactly `fields`, each of its type.

    A field whose type is `list` must hold strings only. Lines end at line feeds alone, since a text may hold other
    separators. Raises ValueError, naming the line, what was found and what to do, for anything else.
    """
    lines = path.read_text(encoding="utf-8").split("\n")
    if lines[-1] == "":
        lines.pop()
    for number, line in enumerate(lines, start=1):
        try:
            found = json.loads(line)
        except json.JSONDecodeError as error:
            raise _broken(path, number, f"{line[:80]!r}, which is not JSON ({error.msg})", fields) from None
        if not isinstance(found, dict) or found.keys() != fields.keys():
            got = ", ".join(found) if isinstance(found, dict) else type(found).__name__
            raise _broken(path, number, f"the fields {got}", fields)
        for name, kind in fields.items():
            if not _fits(found[name], kind):
                raise _broken(path, number, f"{found[name]!r:.80} in the field {name}", fields)
        yield number, found


def chosen(path: Path, number: int, field: str, value: str, allowed: Mapping[str, Any]) -> Any:
    """What `value` stands for in `allowed`; ValueError, naming the line and the field, for a value that is not there."""
    if value not in allowed:
        raise ValueError(
            f"{path}, line {number}: found {value[:80]!r} in the field {field}; expected one of "
            f"{', '.join(allowed)}. {_ADVICE}"
        )
    return allowed[value]


_ADVICE = "Check that this is the published file and that nobody has edited it."


def _fits(value: Any, kind: type) -> bool:
    if kind is list:
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value)
    return isinstance(value, kind)


def _broken(path: Path, number: int, found: str, fields: Mapping[str, type]) -> ValueError:
    wanted = ", ".join(f"{name} ({kind.__name__})" for name, kind in fields.items())
    return ValueError(f"{path}, line {number}: found {found}; expected one object with {wanted}. {_ADVICE}")
