"""Hostile names, comments and file names go through every output: terminal, CSV, page, Markdown, zip."""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from labelwright.checks.verdicts import ExerciseFacts, Outcome, OutcomeKind
from labelwright.cli import main
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.roster import Learner

HOSTILE = {
    "ansi": "\x1b[2J\x1b]0;owned\x07Ada",
    "bidi": "\u202egnp.exe\u2066",
    "formula": '=HYPERLINK("https://evil.example","x")',
    "html": "<img src=x onerror=alert(1)><script>alert(1)</script>",
    "markdown": "[click](https://evil.example) ![p](https://evil.example/x.png)",
    "newline": "Ada\r\n# heading\n,=1+1",
    "tab": "\t=cmd|'/c calc'!A1",
}
CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")


@pytest.fixture
def call(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def run(*words: str) -> str:
        monkeypatch.setattr(sys, "argv", ["labelwright", *words])
        with pytest.raises(SystemExit):
            main()
        printed = capsys.readouterr()
        return str(printed.out + printed.err)

    return run


@pytest.fixture
def hostile_book(open_book, make, tmp_path):
    book = open_book(str(tmp_path / "gradebook.db"))
    for number, (kind, text) in enumerate(HOSTILE.items(), start=1):
        name = re.sub(r"[/\x00]", "", text)
        book.record(
            make(kind, source_name=f"class.zip/{kind}_{number}_90{number}_{name}.ipynb", notes=(text,))
        )
        book.import_roster([Learner(kind, name=text, section=text, sis_login_id=text)])
        book.comment(Comment(kind, "count", text, text))
        book.mark(Mark(kind, "count", 3.0, text, text, "counts"))
    broken = Outcome(kind=OutcomeKind.UNREADABLE, sentence=HOSTILE["ansi"], advice=HOSTILE["html"])
    book.record(make("broken", outcome=broken, checks=(), facts=ExerciseFacts(), source_name=HOSTILE["ansi"]))
    return book


@pytest.mark.parametrize(
    "words",
    [
        ["show"],
        ["show", "--learner", "ansi"],
        ["show", "--exercise", "count"],
        ["show", "--section", "\x1b[2J"],
        ["show", "--learner", "\x1b[2J"],
        ["--all"],
        ["export", "canvas", "\x1b[2J.csv"],
        ["mark", "\x1b[2J", "count", "3", "--reason", "x", "--by", "T"],
    ],
)
def test_a_terminal_is_not_steered(hostile_book, call, words):
    printed = call("gradebook", *words)
    assert printed
    assert not CONTROLS.search(printed), ascii(printed)


@pytest.mark.parametrize("shape", ["csv", "canvas", "moodle", "nbgrader", "matrix"])
def test_no_cell_runs_and_no_row_breaks(hostile_book, call, shape):
    call("gradebook", *(["show", "--csv", "out.csv"] if shape == "matrix" else ["export", shape, "out.csv"]))
    rows = list(csv.reader(io.StringIO(Path("out.csv").read_text(encoding="utf-8-sig"), newline="")))
    assert len({len(row) for row in rows}) == 1
    assert len(rows) == {"canvas": 10, "matrix": 11}.get(shape, 9)
    for cell in (cell for row in rows for cell in row):
        assert not CONTROLS.search(cell)
        assert not re.match(r"\s*[=+@]|[\t\r\n]", cell), cell


def test_pages_and_zips_only_show_text(hostile_book, call):
    call("feedback")
    call("feedback", "--zip", "canvas", "back.zip", "--exercise", "count")
    pages = [path.read_text(encoding="utf-8") for path in sorted(Path("feedback").iterdir())]
    assert len(pages) == len(HOSTILE) + 1
    for page in pages:
        assert not CONTROLS.search(page)
        assert not re.search(r"<(script|img)\b|\son\w+=|javascript:", re.sub(r"&lt;.*?&gt;", "", page))
    with zipfile.ZipFile("back.zip") as archive:
        assert len(archive.namelist()) == len(HOSTILE)
        for name in archive.namelist():
            assert not CONTROLS.search(name)

            [cell] = json.loads(archive.read(name))["cells"]
            tokens = MarkdownIt("commonmark", {"html": True}).parse(cell["source"])
            found = {part.type for token in tokens for part in [token, *(token.children or [])]}
            assert not found & {"link_open", "image", "html_inline", "html_block"}
            assert not CONTROLS.search(cell["source"])
