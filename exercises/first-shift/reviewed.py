"""The reviewed verdicts of the sixty items, and a learner's annotations of their own twenty."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from labelwright.checks import (
    Annotation,
    NotAttempted,
    Work,
    chosen_labels,
    own_annotations,
    read_annotations,
    read_task,
)

JOURNAL, DATA = "first-shift.annotations.jsonl", "first-shift-items"
LABELS = ("keep", "edit", "drop")
UPSETTING = "upsetting"


@cache
def reviewed() -> dict[str, dict[str, Any]]:
    """Return each item's stratum, reason to skip it, accepted labels in both versions, planted fault and rationale,
    by id."""
    lines = Path(__file__).with_name("gold.jsonl").read_text(encoding="utf-8").splitlines()
    return {row["id"]: row for row in map(json.loads, lines)}


def mine(work: Work) -> dict[str, dict[str, Any]]:
    """The reviewed verdicts of the learner's twenty items, in the sample's order."""
    return {one: reviewed()[one] for one in work.sample["id"]}


def given(work: Work) -> dict[str, Annotation]:
    """Return what the journal says about the learner's items, by id; raise NotAttempted if it says nothing."""

    def read() -> dict[str, Annotation]:
        task = read_task(next(path for path in work.material.paths(DATA) if path.name == "task.toml"))
        found = read_annotations(work, JOURNAL, task=task, items=list(work.sample["id"]))
        return {one.item: one for one in own_annotations(work, JOURNAL, found)}

    found = work.cached("given", read)
    if not found:
        raise NotAttempted(
            "No item has a label yet. Run the cell with `ex.label`, and label the items in the widget."
        )
    return found


def labels(work: Work) -> dict[str, str]:
    """Return the learner's labels by id, without skipped items."""
    return chosen_labels(given(work).values())


def to_skip(work: Work) -> dict[str, str]:
    """Return the items that may not be used, with the reason that the guideline gives."""
    return {one: row["skip"] for one, row in mine(work).items() if row["skip"]}


def gold(work: Work) -> dict[str, list[str]]:
    """Return the accepted labels of the usable items under version 1.0, the best one first."""
    return {one: row["accept"] for one, row in mine(work).items() if not row["skip"]}


def changed_items(work: Work) -> list[str]:
    """Return the items whose label is different under version 1.1."""
    return [one for one, row in mine(work).items() if row["accept"] != row["accept_1_1"]]
