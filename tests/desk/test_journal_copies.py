"""Journals that are one journal are named; people who label the same items at the same time are not."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from labelwright.desk.journal_copies import PAUSES, JournalPair, journal_copies, labels_of, read_actions

from .alike import journal

ITEMS = {f"item-{number:02}": "keep" for number in range(25)}


def changed(text: str, **how) -> str:
    """The journal of somebody else with the same lines, and what `how` gives for each line."""
    rows = [json.loads(line) for line in text.splitlines()]
    for number, row in enumerate(rows):
        row.update({name: make(row, number) for name, make in how.items()})
    return "\n".join(map(json.dumps, rows))


def compare(*texts: str) -> list[JournalPair]:
    return journal_copies(dict(zip(("ada", "grace", "lin"), map(read_actions, texts), strict=False)))


def later(row, seconds: float) -> str:
    return (datetime.fromisoformat(row["at"]) + timedelta(seconds=seconds)).isoformat()


def test_the_same_lines_under_another_name() -> None:
    mine = journal("ada", ITEMS)
    [pair] = compare(mine, changed(mine, annotator=lambda row, n: "grace"))
    assert (pair.left, pair.right) == ("ada", "grace")
    assert pair.same_ids == pair.same_seconds == pair.actions == 25


def test_new_ids_leave_the_same_seconds() -> None:
    mine = journal("ada", ITEMS)
    [pair] = compare(mine, changed(mine, annotator=lambda row, n: "grace", id=lambda row, n: f"new-{n}"))
    assert (pair.same_ids, pair.same_seconds) == (0, 25)


def test_times_moved_by_days_leave_the_same_pauses() -> None:
    mine = journal("ada", ITEMS)
    moved = changed(mine, id=lambda row, n: f"new-{n}", at=lambda row, n: later(row, 86_400.5))
    [pair] = compare(mine, moved)
    assert (pair.same_ids, pair.same_seconds) == (0, 0)
    assert pair.same_pauses == 25 - PAUSES


def test_other_labels_do_not_hide_the_times() -> None:
    mine = journal("ada", ITEMS)
    assert compare(
        mine,
        changed(mine, id=lambda row, n: str(n), value=lambda row, n: {"kind": "choice", "label": "drop"}),
    )


@pytest.mark.parametrize("seed", range(5))
def test_a_class_that_starts_together_is_not_named(seed: int) -> None:
    texts = {f"l{n}": read_actions(journal(f"l{n}", ITEMS, seed=100 * seed + n)) for n in range(30)}
    assert journal_copies(texts) == []


def test_a_program_that_writes_no_pauses_is_no_sign() -> None:
    at = datetime(2026, 1, 1, tzinfo=UTC)
    one, other = (
        changed(
            journal(who, ITEMS), at=lambda row, n, day=day: (at + timedelta(days=day, seconds=n)).isoformat()
        )
        for who, day in (("ada", 0), ("grace", 1))
    )
    assert compare(one, other) == []


def test_lines_that_are_no_entries_are_left_out() -> None:
    assert read_actions("{\n[]\n\x00\n" + journal("ada", ITEMS)[:-40]) != []
    assert compare("", "nothing") == []


def test_labels_are_the_latest_ones_and_skips_count() -> None:
    mine = journal("ada", {"a": "keep", "b": "keep"})
    again = changed(
        mine,
        id=lambda row, n: f"again-{n}",
        at=lambda row, n: later(row, 900),
        value=lambda row, n: {"kind": "choice", "label": "drop"},
    )
    skipped = changed(
        journal("ada", {"c": "keep"}, seed=1),
        status=lambda row, n: "skipped",
        value=lambda row, n: None,
        reason=lambda row, n: "Not English ",
    )
    several = changed(
        journal("ada", {"d": "x"}, seed=2), value=lambda row, n: {"kind": "choices", "labels": ["z", "y"]}
    )
    text = changed(journal("ada", {"e": "x"}, seed=3), value=lambda row, n: {"kind": "text", "text": "free"})
    found = labels_of(read_actions("\n".join([mine, again, skipped, several, text])))
    assert found == {"a": "drop", "b": "drop", "c": "skipped: not english", "d": "y + z"}
