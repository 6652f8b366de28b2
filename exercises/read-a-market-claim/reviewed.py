"""The reviewed reading of the cards, and a learner's answers to their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from labelwright.annotations.record import Annotation
from labelwright.annotations.values import Choice, Choices
from labelwright.checks import Mistake, NotAttempted, Work, own_annotations, read_annotations, read_task

DATA = "market-claims"
TAGS = ("date", "country", "source", "hours")


@cache
def rows(name: str) -> dict[str, dict[str, Any]]:
    """Return the lines of a JSONL file of this folder, by id."""
    lines = Path(__file__).with_name(name).read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def claims(work: Work) -> dict[str, dict[str, Any]]:
    """Return the reviewed reading of the learner's eight cards, in the sample's order."""
    return {one: rows("gold.jsonl")[one] for one in work.sample["id"] if one in rows("gold.jsonl")}


def annotations(work: Work, task: str) -> list[Annotation]:
    """Return what the learner's journal of one question says; raise NotAttempted if it says nothing."""

    def read() -> list[Annotation]:
        asked = read_task(next(path for path in work.material.paths(DATA) if path.name == f"{task}.toml"))
        name = f"claims-{task}.annotations.jsonl"
        return own_annotations(work, name, read_annotations(work, name, task=asked, items=list(claims(work))))

    found = work.cached(f"annotations {task}", read)
    if not found:
        raise NotAttempted(
            f"No card has an answer yet. Run the cell with `{task}.toml`, and answer in the widget."
        )
    return found


def answers(work: Work, task: str) -> dict[str, Any]:
    """Return the learner's answers to one question by card: a label, or a tuple of labels; skipped cards are left out."""

    def read() -> dict[str, Any]:
        return {
            one.item: one.value.label if isinstance(one.value, Choice) else one.value.labels
            for one in annotations(work, task)
            if isinstance(one.value, Choice | Choices)
        }

    given = work.cached(task, read)
    if not given:
        raise NotAttempted("No card has an answer yet: all are skipped. Choose an answer for each.")
    return given


def chosen(mistakes: tuple[tuple[str, str], ...]) -> Iterator[Mistake]:
    """Recognised mistakes as the vocabulary takes them."""
    return (Mistake(*mistake) for mistake in mistakes)
