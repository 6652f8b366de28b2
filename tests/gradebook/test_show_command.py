"""`gradebook show` as a matrix: names, filters, means, blank cells with their reasons, and a CSV file."""

from __future__ import annotations

import csv
import io
import re
import sys
from pathlib import Path

import pytest

from labelwright.checks.verdicts import CheckResult, ExerciseFacts, Outcome, OutcomeKind, Verdict
from labelwright.cli import main
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.roster import Learner


@pytest.fixture
def show(monkeypatch, capsys, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "80")

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["labelwright", "gradebook", "show", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        return ended.value.code, printed.out + printed.err

    return call


@pytest.fixture
def term(open_book, make, tmp_path):
    """Four learners; ada has two grades, bo one and work that could not be read, carl is excused, dora did nothing."""
    book = open_book(str(tmp_path / "gradebook.db"))
    shares = ExerciseFacts(title="Count the shares", module="m02")
    book.record(make("ada", points=4.0))
    book.record(make("ada", points=9.0, exercise="shares", facts=shares))
    book.record(make("bo", points=10.0))
    broken = Outcome(kind=OutcomeKind.UNREADABLE, sentence="It is a PDF.", advice="Ask again.")
    book.record(make("bo", exercise="shares", outcome=broken, checks=(), score=0.0, passed=False))
    sections = {"ada": "A", "bo": "A", "carl": "B", "dora": "B"}
    book.import_roster(
        [Learner(one, name=f"{one.title()} Z", section=part) for one, part in sections.items()]
    )
    book.mark(Mark("carl", "count", None, "Ill.", "Tutor", excused=True))
    return book


def cells(printed):
    """The rows of the table, by their first cell."""
    found = [[cell.strip() for cell in re.split("[│┃]", line)[1:-1]] for line in printed.splitlines()]
    return {row[0]: row[1:] for row in found if row}


def test_the_class_is_a_matrix_without_zeros_for_what_is_missing(term, show):
    code, printed = show()
    assert code == 0
    assert cells(printed) == {
        "Learner": ["1", "2", "Mean %", "Med. %"],
        "Ada Z (ada)": ["14", "19", "82.5", "82.5"],
        "Bo Z (bo)": ["20", "?", "100", "100"],
        "Carl Z (carl)": ["EX", "·", "", ""],
        "Dora Z (dora)": ["·", "·", "", ""],
        "Mean": ["17", "19", "88.33", ""],
        "Median": ["17", "19", "", "95"],
    }
    for line in (
        "1  count, Count the labels (20 points)",
        "2  shares, Count the shares (20 points)",
        "·  absent",
        "EX  excused",
        "?  not graded",
        "   Bo Z (bo), shares: Not graded: It is a PDF.",
    ):
        assert line in printed.splitlines()


def test_filters(term, show):
    assert set(cells(show("--section", "B")[1])) == {
        *("Learner", "Carl Z (carl)", "Dora Z (dora)", "Mean", "Median")
    }
    assert "Nobody is in the section 'C'. Sections: A, B." in show("--section", "C")[1]
    printed = show("--exercise", "shares", "--section", "A")[1]
    assert "19 of 20" in printed
    assert "not graded" in printed
    assert "14 of 20" not in printed
    assert "Did you mean 'shares'?" in show("--exercise", "share")[1]
    assert "Did you mean 'ada'?" in show("--learner", "adda")[1]
    printed = show("--learner", "ada")[1]
    assert "14 of 20" in printed
    assert "19 of 20" in printed


def test_a_narrow_terminal_gets_the_columns_in_blocks(open_book, make, show, tmp_path):
    book = open_book(str(tmp_path / "gradebook.db"))
    for number in range(45):
        check = CheckResult(
            id="a", task="a", sentence="A.", verdict=Verdict.PASSED, points=88.33, max_points=100.0
        )
        facts = ExerciseFacts(title=f"Exercise {number}", module=f"m{number:02}")
        report = {"score": 88.33, "max_score": 100.0, "checks": (check,), "facts": facts}
        book.record(
            make("a-learner-with-a-long-id-" * 3, exercise=f"exercise-{number}", work=number, **report)
        )
    code, printed = show()
    assert code == 0
    table = [line for line in printed.splitlines() if line[:1] in "┃│"]
    assert max(map(len, table)) <= 80
    heads = [head for line in table if "Learner" in line for head in re.findall(r"\b\d+\b", line)]
    assert heads == [str(place) for place in range(1, 46)]
    assert "…" not in printed


def test_the_matrix_as_a_csv_file(term, show):
    assert show("--csv", "out/class.csv")[1] == "Wrote out/class.csv. Learners: 4, exercises: 2.\n"
    payload = Path("out/class.csv").read_bytes()
    assert payload.startswith(b"\xef\xbb\xbflearner,name,section,count,shares,mean_percent,median_percent\n")
    rows = list(csv.reader(io.StringIO(payload.decode("utf-8-sig"))))
    assert rows[1:] == [
        ["ada", "Ada Z", "A", "14", "19", "82.5", "82.5"],
        ["bo", "Bo Z", "A", "20", "", "100", "100"],
        ["carl", "Carl Z", "B", "", "", "", ""],
        ["dora", "Dora Z", "B", "", "", "", ""],
        ["", "mean", "", "17", "19", "88.33", ""],
        ["", "median", "", "17", "19", "", "95"],
    ]
    show("--csv", "de.csv", "--semicolon", "--section", "A")
    assert "ada;Ada Z;A;14;19;82,5;82,5" in Path("de.csv").read_text(encoding="utf-8-sig")
    assert "--semicolon is for the CSV file" in show("--semicolon")[1]


def test_an_empty_gradebook_says_so(open_book, show, tmp_path):
    open_book(str(tmp_path / "gradebook.db"))
    assert "There is nothing to show yet" in show()[1]
