"""The event schema, version 1, as a program: which rule a line breaks first."""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Any, NoReturn

ROSTER = (
    "simulated-amélie",
    "simulated-björn",
    "simulated-chidi",
    "simulated-dóra",
    "simulated-esma",
    "simulated-françois",
)
LABELS = ("product", "place", "date", "amount")
TEXTS = ("event_id", "item_id", "text", "annotator", "label", "began", "ended")
FIELDS = (
    "event_id",
    "item_id",
    "text",
    "annotator",
    "label",
    "start",
    "end",
    "confidence",
    "flagged",
    "began",
    "ended",
)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z")


def first_broken(line: str, seen: set[str]) -> int | None:
    """Return the number of the first rule that `line` breaks, from 1 to 10, or None.

    `seen` holds the event ids of earlier lines; the id of this line is added to it.
    """
    try:
        event = json.loads(line, parse_constant=_no_constant)
    except ValueError:
        return 1
    if not isinstance(event, dict):
        return 1
    if set(event) != set(FIELDS):
        return 2
    if not _types_fit(event):
        return 3
    repeated = event["event_id"] in seen
    seen.add(event["event_id"])
    return 4 if repeated else _values(event)


def _values(event: dict[str, Any]) -> int | None:
    if event["annotator"] not in ROSTER:
        return 5
    if event["label"] not in LABELS:
        return 6
    if not 0 <= event["start"] < event["end"] <= len(event["text"]):
        return 7
    if not 0 <= event["confidence"] <= 1:
        return 8
    if not (is_time(event["began"]) and is_time(event["ended"])):
        return 9
    return 10 if event["ended"] < event["began"] else None


def broken_lines(lines: list[str]) -> dict[int, int]:
    """Return line number, from 1, to the first rule that the line breaks; sound lines are left out."""
    seen: set[str] = set()
    found = ((number, first_broken(line, seen)) for number, line in enumerate(lines, start=1))
    return {number: rule for number, rule in found if rule is not None}


def is_time(text: str) -> bool:
    """Return whether `text` is a time that exists, in UTC, as rule 9 writes it."""
    if not _TIME.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _types_fit(event: dict[str, Any]) -> bool:
    return (
        all(isinstance(event[name], str) for name in TEXTS)
        and all(type(event[name]) is int for name in ("start", "end"))
        and type(event["confidence"]) in (int, float)
        and type(event["flagged"]) is bool
    )


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
