"""Two versions of a guideline line by line: what stayed, what went, what came."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import SequenceMatcher


@dataclass(frozen=True)
class DiffLine:
    """One line and its fate: "same", "gone" or "new"."""

    fate: str
    text: str


def line_diff(before: str, after: str) -> list[DiffLine]:
    """The lines of both versions in reading order; empty lines are dropped."""
    old, new = _lines(before), _lines(after)
    found: list[DiffLine] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [DiffLine("same", text) for text in old[i1:i2]]
        else:
            found += [DiffLine("gone", text) for text in old[i1:i2]]
            found += [DiffLine("new", text) for text in new[j1:j2]]
    return found


def _lines(text: str) -> list[str]:
    return [stripped for line in text.splitlines() if (stripped := line.strip())]
