"""The right marks of each note, and the exempt text that annotators often mark, read from gold.jsonl.

A line of gold.jsonl is a note with `<label:...>` around text to mark and `<-kind:...>` around exempt text.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from labelwright.checks import Span

GOLD = Path(__file__).with_name("gold.jsonl")
_OPENS = re.compile(r"<(-?[a-z-]+):")


@dataclass(frozen=True)
class Note:
    """A note's text, its right spans, and the exempt stretches, whose label is the kind of thing they are."""

    text: str
    spans: tuple[Span, ...]
    exempt: tuple[Span, ...]


def parse(marked: str) -> Note:
    """Return a note from its marked form; ValueError where a mark is not closed."""
    text, at = "", 0
    opened: list[tuple[int, str]] = []
    spans: list[tuple[int, int, str]] = []
    exempt: list[tuple[int, int, str]] = []
    while at < len(marked):
        if found := _OPENS.match(marked, at):
            opened.append((len(text), found[1]))
            at = found.end()
        elif marked[at] == ">" and opened:
            start, label = opened.pop()
            (exempt if label.startswith("-") else spans).append((start, len(text), label.removeprefix("-")))
            at += 1
        else:
            text += marked[at]
            at += 1
    if opened:
        raise ValueError(f"a mark is not closed in {marked!r}")
    return Note(text, _spans(text, spans), _spans(text, exempt))


@cache
def notes() -> dict[str, Note]:
    """Return all sixty notes by id."""
    lines = GOLD.read_text(encoding="utf-8").splitlines()
    return {row["id"]: parse(row["marked"]) for row in map(json.loads, lines)}


def _spans(text: str, places: list[tuple[int, int, str]]) -> tuple[Span, ...]:
    return tuple(
        Span(start=start, end=end, label=label, text=text[start:end]) for start, end, label in sorted(places)
    )
