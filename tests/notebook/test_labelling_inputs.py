"""What `label` takes: texts, mappings, tables and items; label lists, mappings and files for the task."""

from __future__ import annotations

import sys

import pandas as pd
import pytest

import labelwright
from labelwright.annotations.inputs import ItemsError, as_items, as_task
from labelwright.annotations.journal import append
from labelwright.annotations.record import Item
from labelwright.annotations.task import LabelTask, TaskError
from labelwright.exchange import grading_session
from labelwright.exchange.grading_session import GradingSession
from labelwright.notebook.widgets.show import notebook_folder, prepare


def test_texts_get_ids_from_their_content_and_repeats_are_told_apart():
    items = as_items(["one", "two", "one"])
    assert [item.text for item in items] == ["one", "two", "one"]
    assert as_items(["two", "one"])[1].id == items[0].id
    assert items[2].id == f"{items[0].id}-2"
    assert as_items(pd.Series(["one", "two", "one"])) == items


def test_columns_that_are_no_field_travel_in_meta():
    (item,) = as_items([{"id": 7, "text": "x", "stars": 5, "meta": {"a": 1}}])
    assert item == Item(id="7", text="x", meta={"stars": 5, "a": 1})


def test_a_table_gives_its_index_where_it_has_no_ids():
    table = pd.DataFrame(
        {"text": ["a", None], "source": ["s", "t"], "when": [pd.NaT, pd.NaT]}, index=[10, 20]
    )
    items = as_items(table)
    assert [(item.id, item.text, item.source) for item in items] == [("10", "a", "s"), ("20", "", "t")]
    assert [item.id for item in as_items(table.assign(id=["x", "y"]))] == ["x", "y"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ([], "nothing to label"),
        ("one text", "as a list or a table"),
        (3, "as a list or a table"),
        ([3], "Item 1 cannot be read: it is of type int"),
        ([{"id": "a", "text": 3}], "Item 1 cannot be read: text"),
        ([{"id": "a"}, {"id": "a"}], "Two items have the id 'a'"),
        ([Item(id="a"), Item(id="a")], "Two items have the id 'a'"),
        ([{"text": "half \ud83d"}], "Item 1 cannot be read: it contains half a character"),
        ([Item(id="a", text="\udc00")], "half a character"),
    ],
)
def test_what_is_no_list_of_items_is_said(given, said):
    with pytest.raises(ItemsError, match=said):
        as_items(given)


def test_a_list_of_labels_is_a_choice():
    task = as_task(["good", "bad"])
    assert (task.kind, task.name, [label.name for label in task.labels]) == (
        "choice",
        "good-bad",
        ["good", "bad"],
    )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (["one"], "from 2 to"),
        ([str(n) for n in range(100)], "from 2 to"),
        ("good", "neither the path"),
        ("missing.toml", "there is no such file"),
        ({"name": "x"}, "kind: Field required"),
        ({"name": "x", "kind": "choice", "question": "?"}, "needs labels"),
    ],
)
def test_what_is_no_task_is_said(given, said):
    with pytest.raises(TaskError, match=said):
        as_task(given)


def test_the_journal_lies_beside_the_notebook(tmp_path, monkeypatch):
    notebook = tmp_path / "there" / "a.ipynb"
    notebook.parent.mkdir()
    notebook.write_text("{}")
    monkeypatch.setenv("JPY_SESSION_NAME", str(notebook))
    assert notebook_folder() == notebook.parent
    backend = prepare(["x"], ["a", "b"])
    assert backend.labelling.journal == notebook.parent / "a-b.annotations.jsonl"
    assert backend.annotator == "guest"
    monkeypatch.setenv("JPY_SESSION_NAME", "console-3")
    monkeypatch.chdir(tmp_path)
    assert notebook_folder() == tmp_path


def test_the_learner_of_the_folder_is_the_annotator(workspace):
    assert prepare(["x"], ["a", "b"]).annotator == "ada"


def test_a_guideline_may_be_a_file(tmp_path):
    path = tmp_path / "g.md"
    path.write_text("# Rules", "utf-8")
    assert prepare(["x"], ["a", "b"], guideline=str(path)).task.guideline == "# Rules"
    assert prepare(["x"], ["a", "b"], guideline="Mind *this*.").task.guideline == "Mind *this*."
    with pytest.raises(TaskError, match=r"no\.md cannot be read"):
        prepare(["x"], ["a", "b"], guideline="no.md")


@pytest.fixture
def grading(monkeypatch):
    monkeypatch.setitem(sys.modules, "anywidget", None)
    monkeypatch.setattr(grading_session, "_active", [GradingSession("slug")])


def test_in_a_grading_run_label_reads_the_journal_and_needs_no_widget(grading, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    backend = prepare(["x", "y"], ["a", "b"], annotator="ada", journal=tmp_path / "a-b.annotations.jsonl")
    action = {
        "id": "1",
        "item": as_items(["x"])[0].id,
        "status": "done",
        "value": {"kind": "choice", "label": "b"},
    }
    assert backend.answer({"ask": "act", "actions": [action]})["kept"] == ["1"]
    work = labelwright.label(["x", "y"], task=["a", "b"])
    assert [(one.annotator, one.value.label) for one in work.annotations] == [("ada", "b")]
    assert work.remaining == 1
    elsewhere = labelwright.label(["x", "y"], ["a", "b"], journal="/somewhere/else/a-b.annotations.jsonl")
    assert elsewhere.annotations == work.annotations
    assert labelwright.label(["x", "y"], "tasks/a-b.toml").annotations == work.annotations
    with pytest.raises(TaskError):
        labelwright.label(["x"], {"name": "a-b"})


def test_outside_a_notebook_nothing_is_shown_and_the_work_is_there(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    work = labelwright.label(["x"], ["a", "b"], annotator="ada")
    assert (work.remaining, work.annotations) == (1, [])
    append(work.journal, [])
    assert not work.journal.exists()
    assert isinstance(work.task, LabelTask)
