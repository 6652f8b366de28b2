"""The page on formats names every format, tells every loss in the program's own words, and its examples run."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from labelwright.annotations.formats import FORMATS, read_config
from labelwright.annotations.formats.label_studio.config import LOSSES
from labelwright.annotations.record import Annotation, Item
from labelwright.annotations.task import LabelTask

PAGE = (Path(__file__).resolve().parents[2] / "course" / "learn" / "formats.md").read_text(encoding="utf-8")
EXAMPLES = [re.sub(r"(?m)^    ", "", block) for block in re.findall(r"```python\n(.*?)```", PAGE, re.S)]


@pytest.mark.parametrize("name", FORMATS)
def test_every_format_and_loss_stands_on_the_page(name):
    assert f"`{name}`" in PAGE
    assert [loss for loss in (*FORMATS[name].losses, *LOSSES) if f"- {loss}\n" not in PAGE] == []
    row = next(line for line in PAGE.splitlines() if line.startswith("| ") and f"`{name}`" in line)
    kinds = FORMATS[name].kinds
    assert "every kind" in row or all(kind in row for kind in kinds)
    assert ("every kind" in row) == (len(kinds) == 9)


def test_the_examples_run(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    task = LabelTask(name="t", kind="choice", question="?", labels=[{"name": "yes"}])
    scope = {"task": task, "items": [Item(id="1", text="one")]}
    Path("my-labels.csv").write_text("item,label\n1,yes\n2,\n", encoding="utf-8")
    reading, page, handing_in = EXAMPLES
    exec(reading, scope)
    assert capsys.readouterr().out == "1 annotations\nline 3: no label yet; the row was skipped.\n\n"
    exec(page, scope)
    assert read_config(Path("page.xml").read_text(encoding="utf-8"), "t").kind == "choice"
    Path("tasks.json").rename("project-1.json")
    exec(handing_in, scope)
    assert scope["annotations"] == ()


def test_the_places_in_the_table_of_counting_are_true():
    text = "😀 Ada"
    assert text[2:5] == "Ada"
    assert text.encode("utf-16-le")[6:12].decode("utf-16-le") == "Ada"


def test_the_columns_of_a_spreadsheet_are_those_on_the_page():
    named = set(re.findall(r"`([a-z]+)`", PAGE[PAGE.index("## A spreadsheet") :]))
    assert set(Annotation.model_fields) - {"value", "format_version"} - named == set()
