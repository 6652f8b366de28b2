"""What the kernel sends and counts for shapes, pairwise, rubric, errors and ranking, and that all have their style."""

from __future__ import annotations

from typing import get_args

import pytest

from labelwright.annotations.inputs import as_task
from labelwright.annotations.labelling import LabellingSession
from labelwright.annotations.record import Item
from labelwright.annotations.values import Kind
from labelwright.notebook.widgets.backend import MOST_BYTES, Backend, as_data
from labelwright.widgets import bundle

PAIR = {"name": "p", "kind": "pairwise", "question": "Which?"}
ERRORS = {"name": "e", "kind": "errors", "question": "What is wrong?", "error_types": ["sense", "grammar"]}


def opened(folder, task, *items):
    asked = as_task(task)
    return Backend(LabellingSession(list(items), asked, folder / "j.jsonl", "ada"), asked, "ada")


def test_every_kind_of_value_has_a_widget():
    assert set(bundle.kinds()) == set(get_args(Kind))


@pytest.mark.parametrize("kind", bundle.kinds())
def test_a_kind_has_the_style_of_all_it_uses_and_of_nothing_else(kind):
    style = bundle.style.__wrapped__(kind)
    assert style.startswith(".lwl {")
    assert (".lwl-caret" in style) == (kind in ("spans", "errors", "pairwise"))
    for name in (path.name for path in bundle.STATIC.iterdir() if path.name.startswith("kind-")):
        if name.endswith(".css"):
            assert (bundle.read(name) in style) == (name == f"kind-{kind}.css")
    assert style.count(".lwl-progress {") == 1


def test_only_the_order_of_two_responses_leaves_the_meta_of_an_item(tmp_path):
    turned = Item(id="a", responses=("x", "y"), meta={"swap": True, "gold": "b"})
    plain = Item(id="b", responses=("x", "y"), meta={"swap": False})
    shown = opened(tmp_path, PAIR, turned, plain).answer({"ask": "items", "from": 0})["items"]
    assert [item.get("swap") for item in shown] == [True, None]
    assert [item["responses"] for item in shown] == [["x", "y"], ["x", "y"]]
    assert "gold" not in str(shown)
    choice = opened(tmp_path, ["yes", "no"], turned).answer({"ask": "items", "from": 0})
    assert "swap" not in choice["items"][0]


def test_the_summary_counts_types_of_error_and_winners(tmp_path):
    def act(backend, item, value):
        action = {"id": item, "item": item, "act": "set", "status": "done", "value": value, "seconds": 1}
        assert backend.answer({"ask": "act", "actions": [action]})["refused"] == {}

    part = {"start": 0, "end": 1, "severity": "minor"}
    errors = opened(tmp_path, ERRORS, Item(id="a", text="xy"), Item(id="b", text="xy"))
    act(errors, "a", {"kind": "errors", "errors": [{**part, "type": "sense"}, {**part, "type": "grammar"}]})
    act(errors, "b", {"kind": "errors", "errors": [{**part, "type": "sense"}]})
    assert errors.answer({"ask": "summary"})["labels"] == [("sense", 2), ("grammar", 1)]
    pair = opened(tmp_path, PAIR, Item(id="a", responses=("x", "y")))
    act(pair, "a", {"kind": "pairwise", "winner": "b", "strength": 2})
    assert pair.answer({"ask": "summary"})["labels"] == [("b", 1)]


@pytest.mark.parametrize(
    "address",
    [
        "data:image/svg+xml;base64,PHN2Zy8+",
        "data:text/html;base64,PGI+",
        "data:image/png,raw",
        "data:image/png;base64," + "A" * (MOST_BYTES * 4 // 3 + 200),
    ],
    ids=["svg", "html", "raw", "large"],
)
def test_an_address_that_is_no_picture_or_too_large_shows_nothing(tmp_path, address):
    assert as_data(address, tmp_path) == ""
