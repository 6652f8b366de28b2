"""Read a datasheet in Markdown, and recompute the numbers that it states."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import pandas as pd

from labelwright.checks import Work

from .parts import groups

SECTIONS = (
    "motivation",
    "composition",
    "collection process",
    "preprocessing",
    "uses",
    "distribution",
    "maintenance",
)
NUMBERS = ("rows", "spam", "ham", "missing texts", "masked numbers", "near-duplicates")
MASK = "&lt;#&gt;"
_HEADING = re.compile(r"^##\s+(.+?)\s*#*$", re.MULTILINE)
_LINE = re.compile(r"^\s*[-*]\s*([\w -]+?)\s*:\s*([\d.,]+)\s*%?\s*\.?$", re.MULTILINE)


@dataclass(frozen=True)
class Section:
    """The text below a heading: its prose in one line without list items, and its number of words."""

    text: str
    prose: str

    @property
    def words(self) -> int:
        """Return the number of words of prose."""
        return len(re.findall(r"[^\W\d_]{2,}", self.prose))


def sections(markdown: str) -> dict[str, Section]:
    """Return the sections by heading in lower case; what a longer heading begins with counts, such as "Preprocessing, cleaning"."""
    parts = _HEADING.split(markdown)
    found: dict[str, Section] = {}
    for heading, text in zip(parts[1::2], parts[2::2], strict=True):
        lines = [line for line in text.splitlines() if not _LINE.match(line)]
        name = next((one for one in SECTIONS if heading.lower().startswith(one)), heading.lower())
        found.setdefault(name, Section(text, " ".join(" ".join(lines).split())))
    return found


_NOTHING = re.compile(r"lorem|ipsum|dolor sit|blah|asdf|qwert|\btodo\b|\btbd\b|xxx|foo bar", re.IGNORECASE)


def filler(prose: str) -> str:
    """Return why a text says nothing, in a few words: placeholders, or the same few words again; empty if it may."""
    if found := _NOTHING.search(prose):
        return f"the text is a placeholder ({found.group(0)!r})"
    words = [word.casefold() for word in re.findall(r"[^\W\d_]{2,}", prose)]
    if len(words) >= 15 and len(set(words)) < max(10, 0.4 * min(len(words), 60)):
        return f"only {len(set(words))} different word{'s' * (len(set(words)) != 1)}"
    return ""


def numbers_of(markdown: str) -> dict[str, float]:
    """Return the numbers that Composition states, by name in lower case; those that cannot be read are left out."""
    composition = sections(markdown).get("composition")
    found: dict[str, float] = {}
    for name, number in _LINE.findall(composition.text if composition else ""):
        try:
            found.setdefault(name.lower(), float(number.replace(",", "").rstrip(".")))
        except ValueError:
            continue
    return found


def counted(rows: pd.DataFrame, group: list[int]) -> dict[str, float]:
    """Return the six numbers of these messages; shares in per cent."""
    text = rows["text"].fillna("")
    spam = 100 * float((rows["label"] == "spam").mean())
    return {
        "rows": float(len(rows)),
        "spam": spam,
        "ham": 100 - spam,
        "missing texts": 100 * float((text.str.strip() == "").mean()),
        "masked numbers": 100 * float(text.str.contains(MASK, regex=False).mean()),
        "near-duplicates": 100 * float((np.bincount(group)[group] > 1).mean()),
    }


def true_numbers(work: Work) -> dict[str, float]:
    """Return the six numbers of the learner's messages."""
    return work.cached("numbers", lambda: counted(work.sample, groups(work)))


def number_mistake(work: Work, given: dict[str, float], wrong: list[str]) -> tuple[str, str]:
    """Return which known mistake the wrong numbers show: (misconception, advice)."""
    true, whole = true_numbers(work), work.dataset("sms-spam")
    everything = {
        "rows": float(len(whole)),
        "spam": 100 * float((whole["label"] == "spam").mean()),
        "ham": 100 * float((whole["label"] == "ham").mean()),
    }
    if any(name in everything and abs(given[name] - everything[name]) < 0.06 for name in wrong):
        return (
            "These are the numbers of the whole collection, from its card. Your data is only a sample of it.",
            "Compute every number from `messages`.",
        )
    if wrong and all(abs(100 * given[name] - true[name]) < 0.06 or given[name] == 0 for name in wrong):
        return "You wrote shares from 0 to 1 instead of per cent.", "Multiply by 100."
    size = np.bincount(groups(work))
    twice = {
        "near-duplicates": (
            100 * float((size > 1).mean()),
            "This is the share of *groups* with two or more messages, not the share of messages.",
            "Count messages, not groups.",
        )
    }
    extra = 100 * (1 - len(size) / size.sum())
    for name in wrong:
        if name in twice and abs(given[name] - twice[name][0]) < 0.06:
            return twice[name][1], twice[name][2]
        if name == "near-duplicates" and abs(given[name] - extra) < 0.06:
            return (
                "You did not count the first message of each group. It is a near-duplicate too.",
                "Count every message whose group has two or more messages.",
            )
    if "spam" in wrong and "ham" in wrong and abs(given["spam"] - true["ham"]) < 0.06:
        return "You exchanged spam and ham.", "Look at `value_counts()` again."
    return "", "Compute the number in its own cell, and put it into the text with an f-string."
