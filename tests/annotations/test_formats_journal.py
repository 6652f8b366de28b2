"""A widget's journal is read like our JSONL: the annotations after the last action, without undone actions."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from labelwright.annotations.formats import FormatError, read
from labelwright.annotations.journal import Act, Entry
from labelwright.annotations.record import Item
from labelwright.annotations.values import Choice, Span, Spans

AT = datetime(2026, 5, 1, 12, tzinfo=UTC)


def line(item: str, value: Any, act: Act = "set", number: int = 0) -> str:
    entry = Entry(
        id=f"{item}-{number}",
        act=act,
        item=item,
        annotator="ana",
        task="t",
        status="done",
        value=value,
        at=AT,
    )
    return entry.model_dump_json() + "\n"


def test_the_last_state_of_each_item_counts(tmp_path: Path) -> None:
    path = tmp_path / "t.annotations.jsonl"
    good, bad = Choice(label="good"), Choice(label="bad")
    acts = [line("1", bad, number=1), line("2", bad, number=2), line("1", good, number=3)]
    path.write_text("".join(acts) + line("2", good, number=4)[:40], encoding="utf-8")
    reading = read(path)
    assert {each.item: each.value for each in reading.annotations} == {"1": good, "2": bad}
    assert ["1 broken line" in problem for problem in reading.problems] == [True]


def test_spans_of_a_journal_are_held_against_their_text(tmp_path: Path) -> None:
    path = tmp_path / "t.annotations.jsonl"
    path.write_text(line("1", Spans(spans=(Span(start=0, end=4, label="X", text="zzzz"),))), encoding="utf-8")
    assert read(path).annotations
    with pytest.raises(FormatError, match="zzzz"):
        read(path, items=[Item(id="1", text="Ada lives")])
