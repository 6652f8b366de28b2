"""The labelling journal: what lines add up to, torn lines, several writers, and a writer killed in the middle."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.annotations.journal import (
    MOST_STEPS,
    Entry,
    JournalState,
    append,
    journal_name,
    read_entries,
    read_journal,
)
from labelwright.annotations.labelling import LabellingSession
from labelwright.annotations.record import Item
from labelwright.annotations.task import LabelTask
from labelwright.annotations.values import Choice

START = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = ["a", "b", "c"]
WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[3])
from test_labelling_journal import entry
from labelwright.annotations.journal import append
for number in range(int(sys.argv[4])):
    one = entry(f"{sys.argv[2]}-{number}", item=f"item {number} \\u2028 é 😀")
    append(Path(sys.argv[1]), [one])
    print(one.id, flush=True)
"""


def entry(
    identifier: str, item: str = "a", act: Any = "set", label: str | None = "yes", **more: Any
) -> Entry:
    value = None if label is None else Choice(label=label)
    stated = {
        "status": "open" if value is None else "done",
        "at": START,
        "annotator": "ada",
        "task": "t",
        **more,
    }
    return Entry(id=identifier, act=act, item=item, value=value, **stated)


def states(state: JournalState) -> dict[str, str | None]:
    return {item: one.value.label if one.value else None for item, one in state.latest.items()}


ACTIONS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.sampled_from(ITEMS), st.sampled_from(["x", "y", "z", None])),
        st.tuples(st.just("undo")),
        st.tuples(st.just("redo")),
    ),
    max_size=40,
)


def play(actions: list[tuple[Any, ...]]) -> tuple[list[Entry], list[dict[str, str | None]], int]:
    """What a page would journal for these actions: the entries, every world in the order of history, and the place in it.

    The model keeps whole worlds and a pointer, which has nothing in common with how the state works.
    """
    worlds: list[dict[str, str | None]] = [{}]
    touched: list[str] = []
    at = 0
    entries = []
    for number, action in enumerate(actions):
        if action[0] == "set":
            _, item, label = action
            worlds[at + 1 :] = [{**worlds[at], item: label}]
            touched[at:] = [item]
            at += 1
        elif action[0] == "undo" and at > 0:
            at -= 1
            item = touched[at]
        elif action[0] == "redo" and at < len(touched):
            item = touched[at]
            at += 1
        else:
            continue
        entries.append(entry(f"e{number}", item, action[0], worlds[at].get(item)))
    return entries, worlds, at


@given(ACTIONS)
def test_replay_gives_the_world_that_undo_and_redo_left(actions):
    entries, worlds, at = play(actions)
    state = JournalState()
    assert state.add_all(entries) == 0
    shown = {item: label for item, label in states(state).items() if label is not None}
    assert shown == {item: label for item, label in worlds[at].items() if label is not None}
    assert len(state.done) == at
    assert len(state.undone) == len(worlds) - 1 - at


@given(ACTIONS)
def test_undoing_all_that_replay_offers_leads_back_to_nothing(actions):
    state = JournalState()
    state.add_all(play(actions)[0])
    number = 0
    while state.done:
        step = state.done[-1]
        before = step.before.value.label if step.before and step.before.value else None
        state.add(entry(f"back-{number}", step.item, "undo", before))
        number += 1
    assert set(states(state).values()) <= {None}


@given(ACTIONS, st.integers(0, 39))
def test_lines_that_come_twice_change_nothing(actions, again):
    entries = play(actions)[0]
    once, twice = JournalState(), JournalState()
    once.add_all(entries)
    twice.add_all([*entries[: again + 1], *entries])
    assert (states(once), once.done, once.undone) == (states(twice), twice.done, twice.undone)


def test_typing_is_one_step_and_another_item_begins_a_new_one():
    state = JournalState()
    acts = [("1", "a", "set"), ("2", "a", "more"), ("3", "a", "more"), ("4", "b", "more")]
    state.add_all(entry(name, item, act, label=name) for name, item, act in acts)
    assert [(step.item, step.before, step.after.id) for step in state.done] == [
        ("a", None, "3"),
        ("b", None, "4"),
    ]


def test_a_late_action_is_kept_for_the_record_only():
    state = JournalState()
    state.add_all([entry("1", label="new"), entry("2", act="late", label="old")])
    assert states(state) == {"a": "new"}
    assert state.contains("2")


def test_others_work_in_the_same_journal_is_left_out():
    state = JournalState("t", "ada")
    state.add_all([entry("1"), entry("2", annotator="ben", label="no"), entry("3", task="u", label="no")])
    assert states(state) == {"a": "yes"}


def test_history_is_bounded():
    state = JournalState()
    state.add_all(entry(str(number), str(number)) for number in range(MOST_STEPS + 50))
    assert (len(state.latest), len(state.done)) == (MOST_STEPS + 50, MOST_STEPS)


@given(st.data())
def test_a_journal_cut_anywhere_loses_the_torn_line_and_no_other(tmp_path_factory, data):
    journal = tmp_path_factory.mktemp("cut") / "j.jsonl"
    texts = data.draw(
        st.lists(st.text(st.characters(exclude_categories=["Cs"]), min_size=1), min_size=1, max_size=4)
    )
    entries = [entry(f"e{n}", note=text) for n, text in enumerate(texts)]
    append(journal, entries)
    whole = journal.read_bytes()
    cut = data.draw(st.integers(0, len(whole)))
    journal.write_bytes(whole[:cut])
    append(journal, [entry("after")])
    found = [one for one in read_entries(journal.read_text("utf-8", "replace")) if one]
    ends = [place for place, byte in enumerate(whole) if byte == ord("\n")]
    complete = [one for one, end in zip(entries, ends, strict=True) if end <= cut]
    assert found[-1] == entry("after")
    assert found[:-1] == complete


def test_a_labelling_reads_on_and_starts_again_where_the_file_was_replaced(tmp_path):
    task = LabelTask(name="t", kind="choice", question="?", labels=({"name": "yes"},))
    work = LabellingSession([Item(id="a"), Item(id="b")], task, tmp_path / "j.jsonl", "ada")
    assert (work.annotations, work.remaining) == ([], 2)
    append(work.journal, [entry("1")])
    assert [one.item for one in work.annotations] == ["a"]
    with work.journal.open("ab") as file:
        file.write(entry("2", "b").model_dump_json().encode()[:40])
    assert work.remaining == 1
    append(work.journal, [entry("3", "b")])
    assert (work.remaining, work.unreadable) == (0, 1)
    work.journal.unlink()
    append(work.journal, [entry("4")])
    assert work.remaining == 1


def test_frame_has_one_row_an_annotation_with_plain_values(tmp_path):
    work = LabellingSession([Item(id="a", text="one"), Item(id="b", text="two")], None, tmp_path / "j.jsonl")
    late = START + timedelta(seconds=9)
    append(
        work.journal,
        [entry("1", at=late, seconds=1.5), entry("2", "b", label=None, status="skipped", reason="why")],
    )
    frame = work.frame()
    first = frame.loc[0, ["item", "text", "status", "value", "seconds"]].tolist()
    assert first == ["a", "one", "done", "yes", 1.5]
    assert frame.loc[1, ["status", "value", "reason"]].tolist() == ["skipped", None, "why"]
    assert repr(work).endswith("2 of 2 labelled, 0 to go")


def test_read_journal_gives_annotations_of_finished_items_only():
    text = "\n".join(
        one.model_dump_json()
        for one in (entry("1"), entry("2", "b", label=None), entry("3", "c", status="open"))
    )
    assert [one.item for one in read_journal(text)] == ["a"]


@pytest.mark.parametrize("name", ["Sentiment", "sentiment", "a/b", "..", "", "é", "x" * 200, "con:aux"])
def test_a_journals_name_is_a_plain_file_name(name):
    made = journal_name(name)
    assert made == Path(made).name
    assert made.endswith(".annotations.jsonl")
    assert len(made) < 100
    others = ["SENTIMENT", "a-b", ".", "e", "x" * 199]
    assert made.lower() not in {journal_name(other).lower() for other in others if other != name}


def writer(journal: Path, name: str, count: int) -> subprocess.Popen[str]:
    command = [sys.executable, "-c", WRITER, str(journal), name, str(Path(__file__).parent), str(count)]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def test_a_writer_killed_in_the_middle_loses_nothing_it_acknowledged(tmp_path):
    journal = tmp_path / "j.jsonl"
    acknowledged: list[str] = []
    for number in range(3):
        running = writer(journal, f"run{number}", 100_000)
        assert running.stdout
        acknowledged += [running.stdout.readline().strip() for _ in range(40 + 13 * number)]
        os.kill(running.pid, signal.SIGKILL)
        acknowledged += [
            line.strip() for line in running.stdout.read().splitlines() if line.endswith(tuple("0123456789"))
        ]
        running.wait()
        running.stdout.close()
    append(journal, [entry("after")])
    found = [one.id for one in read_entries(journal.read_text("utf-8", "replace")) if one]
    assert len(acknowledged) > 150
    assert set(acknowledged) - set(found) == set()
    assert found[-1] == "after"


def test_two_writers_on_one_journal_never_mix_their_lines(tmp_path):
    journal = tmp_path / "j.jsonl"
    both = [writer(journal, name, 150) for name in ("first", "second")]
    for running in both:
        assert running.wait(60) == 0
        assert running.stdout
        running.stdout.close()
    found = list(read_entries(journal.read_text("utf-8")))
    assert None not in found
    assert sorted(one.id for one in found if one) == sorted(
        f"{n}-{i}" for n in ("first", "second") for i in range(150)
    )
