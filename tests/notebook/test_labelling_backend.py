"""The exchange between page and kernel: opening, stretches of items, actions kept or refused, and trouble with the disk."""

from __future__ import annotations

import json
from base64 import b64decode
from concurrent.futures import ThreadPoolExecutor

import pytest

from labelwright.annotations.inputs import as_items, as_task
from labelwright.annotations.labelling import LabellingSession
from labelwright.annotations.record import Item
from labelwright.notebook.widgets.backend import (
    MOST_AT_ONCE,
    MOST_CHARACTERS,
    Backend,
    as_data,
    guideline_tree,
)

PIXEL = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@pytest.fixture
def backend(tmp_path):
    return made(tmp_path, [Item(id=f"i{n}", text=f"text {n}", meta={"secret": n}) for n in range(120)])


def made(folder, items, task=("good", "bad")):
    asked = as_task(list(task) if isinstance(task, tuple) else task)
    return Backend(LabellingSession(items, asked, folder / "j.jsonl", "ada"), asked, "ada")


def action(identifier, item="i0", label="good", **more):
    value = {"kind": "choice", "label": label}
    return {
        "id": identifier,
        "item": item,
        "act": "set",
        "status": "done",
        "value": value,
        "seconds": 1,
        **more,
    }


def act(backend, *actions, **more):
    return backend.answer({"ask": "act", "actions": list(actions), **more})


def test_opening_tells_where_to_go_on(backend):
    act(backend, action("1"), action("2", "i1", flag="odd"))
    act(backend, {"id": "3", "item": "i2", "status": "skipped", "reason": "cannot tell"})
    opened = backend.answer({"ask": "open"})
    assert opened["marks"] == "dDs" + "o" * 117
    assert opened["start"] == 3
    assert opened["seconds"] == {0: 1, 1: 1}
    assert [step["place"] for step in opened["done"]] == [0, 1, 2]
    assert json.loads(json.dumps(opened))["task"]["question"] == "Which label fits?"


def test_items_come_in_stretches_and_meta_stays_behind(backend):
    first = backend.answer({"ask": "items", "from": 0})["items"]
    assert [item["id"] for item in first] == [f"i{n}" for n in range(MOST_AT_ONCE)]
    assert "secret" not in json.dumps(first)
    last = backend.answer({"ask": "items", "from": 110})
    assert (last["from"], len(last["items"])) == (110, 10)
    assert backend.answer({"ask": "items", "from": 500})["items"] == []


def test_a_stretch_of_long_texts_is_short_but_never_empty(tmp_path):
    long = made(tmp_path, [Item(id=str(n), text="x" * (MOST_CHARACTERS // 3)) for n in range(9)])
    assert len(long.answer({"ask": "items", "from": 0})["items"]) == 2
    huge = made(tmp_path, [Item(id=str(n), text="x" * 2 * MOST_CHARACTERS) for n in range(3)])
    assert len(huge.answer({"ask": "items", "from": 1})["items"]) == 1


def test_an_action_sent_twice_is_written_once(backend):
    assert act(backend, action("1"))["kept"] == ["1"]
    assert act(backend, action("1"), action("2"))["kept"] == ["1", "2"]
    assert len(backend.labelling.journal.read_text("utf-8").splitlines()) == 2


@pytest.mark.parametrize(
    "change",
    [
        {"value": {"kind": "choice"}},
        {"value": {"kind": "nonsense"}},
        {"status": "finished"},
        {"seconds": -1},
        {"seconds": float("nan")},
        {"status": "done", "value": None},
        {"at": "yesterday"},
        {"item": ""},
        {"flag": "half \ud83d"},
    ],
)
def test_an_invalid_action_is_refused_with_the_reason_and_others_are_kept(backend, change):
    answer = act(backend, action("bad", **change), action("good"))
    assert answer["kept"] == ["good"]
    assert list(answer["refused"]) == ["bad"]
    assert answer["refused"]["bad"]


def test_what_a_closed_page_kept_back_does_not_undo_what_was_done_since(backend):
    act(backend, action("new", label="good", at="2026-01-02T00:00:00Z"))
    old = action("old", label="bad", at="2026-01-01T00:00:00Z")
    opened = backend.answer({"ask": "open", "actions": [old]})
    assert opened["kept"] == ["old"]
    assert backend.labelling.annotations[0].value.label == "good"
    later = action("later", label="bad", at="2026-01-03T00:00:00Z")
    backend.answer({"ask": "open", "actions": [later]})
    assert backend.labelling.annotations[0].value.label == "bad"


def test_two_pages_see_each_others_work(backend):
    other = Backend(
        LabellingSession(backend.labelling.items, backend.task, backend.labelling.journal, "ada"),
        backend.task,
        "ada",
    )
    act(backend, action("1"))
    assert other.answer({"ask": "open"})["start"] == 1
    assert other.answer({"ask": "items", "from": 0})["items"][0]["state"]["status"] == "done"


def test_a_disk_that_takes_nothing_is_said_and_nothing_is_acknowledged(tmp_path):
    backend = made(tmp_path, as_items(["x"]))
    backend.labelling.journal.mkdir()
    answer = act(backend, action("1", "x"))
    assert "kept" not in answer
    assert answer["error"].startswith("j.jsonl cannot be written: ")


def test_questions_from_many_threads_lose_nothing(backend):
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda n: act(backend, action(str(n), f"i{n % 120}")), range(200)))
    assert sorted(answer["kept"][0] for answer in answers) == sorted(str(n) for n in range(200))
    assert backend.labelling.remaining == 0


def test_an_unknown_question_is_answered_in_words(backend):
    assert "Run the cell again" in backend.answer({"ask": "everything"})["error"]
    assert "Run the cell again" in backend.answer({})["error"]


def test_the_summary_counts(backend):
    act(
        backend,
        action("1", seconds=2),
        action("2", "i1", "bad", seconds=4),
        action("3", "i2", "bad", flag="odd", seconds=9),
    )
    summary = backend.answer({"ask": "summary"})
    assert (summary["done"], summary["skipped"], summary["flagged"], summary["remaining"]) == (3, 0, 1, 117)
    assert (summary["median"], summary["labels"]) == (4, [("bad", 2), ("good", 1)])


def test_pages_of_other_journals_tasks_and_annotators_keep_their_actions_apart(backend, tmp_path):
    keys = {backend.key(), made(tmp_path / "other", []).key(), made(tmp_path, [], ("a", "b")).key()}
    again = Backend(backend.labelling, backend.task, "ben")
    assert len({*keys, again.key()}) == 4
    assert made(tmp_path, []).key() == backend.key()


def test_a_guideline_becomes_a_tree_without_html():
    tree = guideline_tree(
        '# A *b*\n\n<script>x()</script> [l](javascript:x) [m](https://e.org "t") ![pic](x.png) `c<d`\n\n|a|\n|-|\n|1|'
    )
    assert tree[0] == ["h1", {}, "A ", ["em", {}, "b"]]
    flat = json.dumps(tree)
    assert '["a", {"href": "https://e.org"}, "m"]' in flat
    assert '["code", {}, "c<d"]' in flat
    assert "javascript:x" not in json.dumps([part for part in tree[1] if isinstance(part, list)])
    assert "x.png" not in flat
    assert "<script>x()</script> " in json.dumps(tree[1])
    assert tree[2][0] == "table"


def test_pictures_travel_as_data_and_only_pictures_do(tmp_path):
    (tmp_path / "a.bin").write_bytes(PIXEL)
    (tmp_path / "b.png").write_text("not a picture")
    assert as_data("a.bin", tmp_path).startswith("data:image/png;base64,iVBOR")
    assert as_data("data:image/gif;base64,AA", tmp_path) == "data:image/gif;base64,AA"
    assert [
        as_data(name, tmp_path) for name in ("b.png", "missing.png", "", "\0", "https://e.org/a.png")
    ] == [""] * 5
