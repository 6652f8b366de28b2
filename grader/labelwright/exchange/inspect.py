"""Answer questions about a namespace in plain data: the same code in a notebook and in the sandbox child."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

from labelwright.exchange.plain_data import MAX_BYTES, MAX_TEXT, PlainError, decode, dumps

MAX_ERROR = 2_000
FOLLOWED = "followed"
"""The key of a question to a solution that asks for what follows from the learner's own earlier answers."""


def answer(namespace: dict[str, Any], folder: Path, question: dict[str, Any]) -> bytes:
    """Answer one question about `namespace` (or a file in `folder`) as plain-data bytes.

    Questions: `{"ask": "value", "name": ...}`, `{"ask": "call", "name": ..., "arguments": [...]}` (with `"times": 2`, the
    function is then called with its own result) and `{"ask": "file", "name": ...}`. The answer is a map with `state` (`here`, `absent`, `raised`, `unsendable`)
    and `value` or `error`. Errors in the learner's objects are never raised here.
    """
    try:
        return dumps(_ANSWERS[question["ask"]](namespace, folder, question))
    except PlainError as error:
        return dumps({"state": "unsendable", "error": str(error)})
    except (Exception, SystemExit) as error:
        return dumps({"state": "raised", "error": describe(error)})


def describe(error: BaseException) -> str:
    """Return an exception as one short line: its type and its text."""
    try:
        text = str(error)
    except Exception:
        text = ""
    return f"{type(error).__name__}: {text}"[:MAX_ERROR] if text else type(error).__name__


def makes_name(source: str, name: str) -> bool:
    """Return whether a cell's source seems to give `name` a value; it need not be sound Python."""
    found = re.escape(name)
    return bool(
        re.search(rf"(?m)^\s*(?:async\s+)?(?:def|class)\s+{found}\b", source)
        or re.search(rf"(?m)^[^#\n]*?(?<![\w.\"']){found}\s*(?::[^=\n]+)?=(?!=)", source)
    )


def _value(namespace: dict[str, Any], folder: Path, question: dict[str, Any]) -> dict[str, Any]:
    name = question["name"]
    if name not in namespace:
        return {"state": "absent"}
    return {"state": "here", "value": namespace[name]}


def _call(namespace: dict[str, Any], folder: Path, question: dict[str, Any]) -> dict[str, Any]:
    name = question["name"]
    if name not in namespace or namespace[name] is Ellipsis:
        return {"state": "absent"}
    arguments = [_live(decode(argument)) for argument in question["arguments"]]
    value = namespace[name](*arguments)
    for _ in range(min(question.get("times", 1), 3) - 1):
        # Sent out and back, a Timestamp would be text: the second run gets what the first one gave.
        value = namespace[name](value)
    return {"state": "here", "value": value}


def _live(value: Any) -> Any:
    """Return what a learner's function expects: a Table becomes a DataFrame again."""
    return value.frame() if hasattr(value, "frame") else value


def _file(namespace: dict[str, Any], folder: Path, question: dict[str, Any]) -> dict[str, Any]:
    path = folder / Path(question["name"]).name
    if not path.is_file():
        return {"state": "absent"}
    if path.stat().st_size > MAX_BYTES // 2:
        raise PlainError(f"{path.name} is larger than {MAX_BYTES // 2:,} bytes")
    return {"state": "here", "value": file_parts(path.read_text(encoding="utf-8-sig", errors="replace"))}


def file_parts(text: str) -> list[str]:
    """Return a file's text in parts: one string may have at most MAX_TEXT characters, and annotations are often longer."""
    return [text[at : at + MAX_TEXT] for at in range(0, len(text), MAX_TEXT)]


_ANSWERS = {"value": _value, "call": _call, "file": _file}


def read_question(line: bytes) -> dict[str, Any]:
    """Parse a question, one line of JSON that the trusted side wrote."""
    question = json.loads(line)
    assert isinstance(question, dict)
    return question
