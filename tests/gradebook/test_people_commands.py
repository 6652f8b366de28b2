"""The commands `gradebook people` and `gradebook forget`, called as a person calls them, and what `certify` refuses."""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import pytest

from labelwright.cli import main
from labelwright.gradebook.identity import Claims, identify
from labelwright.gradebook.roster import Learner
from labelwright.grading.feedback_pages import page_path


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Call `labelwright gradebook ...` in an empty folder: (exit code, what it printed)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["labelwright", "gradebook", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return ended.value.code or 0, printed.out + printed.err

    return call


@pytest.fixture
def graded(open_book, make, tmp_path):
    book = open_book(str(tmp_path / "gradebook.db"))
    book.import_roster(
        [Learner("ada", "Lovelace, Ada", canvas_id="12345"), Learner("grace", "Hopper, Grace")]
    )
    claims = [
        Claims("Canvas", "12345", lms_name="lovelaceada", source="the name of the file", stated="grace"),
        Claims(stated="\x1b[31mmallory"),
        Claims(stated="grace"),
    ]
    for each in claims:
        found = identify(each, book.people(), "count")
        book.record(make(found.learner, work=str(each)), identity=found)
    return book


def test_the_report_is_shown_decided_undone_and_kept(run, graded, tmp_path):
    code, printed = run("people")
    assert code == 0
    assert "Canvas says that lovelaceada (12345) handed this in, and the notebook says grace." in printed
    assert "\x1b" not in printed
    assert "Open: 2." in printed
    assert "grace (Hopper, Grace)" not in printed
    assert "grace (Hopper, Grace)" in run("people", "--all")[1]
    assert run("people", "--csv", "out/open.csv") == (0, "Wrote out/open.csv. Submissions: 2.\n")
    first, second = csv.DictReader((tmp_path / "out/open.csv").read_text(encoding="utf-8").splitlines())
    assert (second["learner"], second["lms"], second["lms_person"]) == (
        "ada",
        "Canvas",
        "lovelaceada (12345)",
    )
    assert (second["stated"], second["state"], second["lms_source"]) == (
        "grace",
        "open",
        "the name of the file",
    )
    assert first["learner"] == "\N{REPLACEMENT CHARACTER}[31mmallory"
    number = second["number"]
    code, printed = run("people", "assign", number, "--to", "grace", "--by", "kim", "--reason", "She asked.")
    assert (code, "Decision 1: Submissions" in printed, "Still open: 1." in printed) == (0, True, True)
    assert "decided by kim" in run("people", "--all")[1]
    assert run("people", "undo", "1", "--by", "kim")[0] == 0
    code, printed = run("people", "history")
    assert "Reason: She asked." in printed
    assert "Decision 1 is undone." in printed
    assert run("people", "confirm", number, "--by", "kim")[0] == 0
    assert run("people", "rename", "ada", "lovelace", "--by", "kim")[0] == 0
    assert run("people", "merge", "\x1b[31mmallory", "lovelace", "--by", "kim") == (
        0,
        "Decision 5: \N{REPLACEMENT CHARACTER}[31mmallory is now part of lovelace. To undo it: labelwright gradebook people undo 5.\n"
        "Still open: 0. The feedback pages are written again by `labelwright feedback`.\n",
    )
    assert run("people") == (0, "It is known whose each submission is.\n")


def test_mistakes_are_explained(run, graded):
    assert "no learner called 'adda'. Did you mean 'ada'?" in run("people", "assign", "1", "--to", "adda")[1]
    assert "Submission 99 does not exist" in run("people", "confirm", "99")[1]
    assert "Decision 7 does not exist" in run("people", "undo", "7")[1]
    assert "is an id of another learner" in run("people", "rename", "ada", "GRACE")[1]
    assert "no learner called" in run("forget", "nobody", "--yes")[1]


def test_an_export_says_what_it_leaves_out(run, graded, tmp_path):
    code, printed = run("export", "csv", "grades.csv")
    assert code == 0
    assert "Left out, because it is not decided whose they are: 2 submissions." in printed
    assert "labelwright gradebook people" in printed
    rows = list(csv.DictReader((tmp_path / "grades.csv").read_text(encoding="utf-8-sig").splitlines()))
    scores = {row["learner"]: (row["score"], row["outcome"]) for row in rows}
    assert scores["ada"] == ("", "undecided")
    assert scores["grace"] == ("20", "finished")
    (tmp_path / "class.csv").write_text("id\nada\n", encoding="utf-8")
    assert "Left the class, kept but not exported: grace." in run("roster", "class.csv", "--complete")[1]
    assert "Left out, because they left the class: grace." in run("export", "csv", "grades.csv")[1]


def test_forgetting_asks_and_removes_the_page(run, graded, tmp_path, monkeypatch):
    page = page_path("ada", tmp_path / "feedback")
    page.parent.mkdir()
    page.write_text("ada", encoding="utf-8")
    other = page_path("grace", tmp_path / "feedback")
    other.write_text("grace", encoding="utf-8")
    code, printed = run("forget", "ADA")
    assert code == 1
    assert "Nothing of this can be brought back" in printed
    assert page.is_file()
    code, printed = run("forget", "ada", "--yes")
    assert code == 0
    assert "ada is forgotten." in printed
    assert "ada.ipynb" in printed
    assert (page.exists(), other.exists()) == (False, True)
    assert "ada" not in [row.learner for row in graded.identity_report()]
    assert b"lovelaceada" not in Path("gradebook.db").read_bytes()
