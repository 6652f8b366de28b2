"""The store of graded work: nothing twice, nothing lost, nothing overwritten, any learner, clear errors."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import CheckResult, Outcome, OutcomeKind, Report, Verdict
from labelwright.exchange.outside_text import one_line
from labelwright.gradebook.book import Gradebook, GradebookError
from labelwright.gradebook.exports import COLUMNS, plain_csv
from labelwright.gradebook.exports import safe as safe_cells
from labelwright.gradebook.policy import Grade
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Exercise, Sheet
from labelwright.gradebook.writes import learner_key

FINISHED = Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end.")


def made(learner: str = "ada", sha256: str = "a" * 64, score: float = 50.0, **parts: Any) -> Report:
    check = CheckResult(id="c", task="t", sentence="s", verdict=Verdict.PASSED, points=score, max_points=100)
    facts: dict[str, Any] = {
        "learner": learner,
        "exercise": "count",
        "outcome": FINISHED,
        "version": 1,
        "score": score,
        "max_score": 100.0,
        "passed": score >= 70,
        "submission_sha256": sha256,
        "source_name": "ada.ipynb",
        "graded_at": datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC),
        "checks": (check,),
    }
    return Report(**{**facts, **parts})


@pytest.fixture
def book(tmp_path: Path) -> Any:
    opened = Gradebook(tmp_path / "grades.db")
    yield opened
    opened.close()


def test_a_report_comes_back_whole(book: Gradebook) -> None:
    report = made(learner="\N{ROBOT FACE} 'é'; DROP TABLE learners;--")
    assert book.record(report)
    assert book.reports() == [report]
    assert book.reports()[0].digest == report.digest


def test_recording_again_changes_nothing(book: Gradebook) -> None:
    assert book.record(made())
    later = datetime(2027, 1, 1, tzinfo=UTC)
    assert not book.record(made())
    assert not book.record(made(graded_at=later))
    assert book.reports() == [made()]


def test_a_new_finding_about_the_same_work_replaces_the_old_in_view(book: Gradebook) -> None:
    assert book.record(made(score=50))
    assert book.record(made(score=60))
    assert [report.score for report in book.reports()] == [60]


def test_two_submissions_by_one_learner_are_both_kept(book: Gradebook) -> None:
    first, second = made(sha256="a" * 64), made(sha256="b" * 64, score=90)
    assert book.record(first)
    assert book.record(second)
    assert book.reports("ada") == [first, second]
    assert book.best("ada") == [second]


@pytest.mark.parametrize(
    ("reports", "best"),
    [
        ([("a", 50, False), ("b", 90, True)], "b"),
        ([("a", 90, True), ("b", 50, False)], "a"),
        ([("a", 95, False), ("b", 70, True)], "b"),
        ([("a", 70, True), ("b", 70, True)], "b"),
        ([("a", 0, False), ("b", 0, False)], "b"),
    ],
)
def test_the_best_is_passed_then_score_then_latest(book: Gradebook, reports: list[Any], best: str) -> None:
    for sha256, score, passed in reports:
        book.record(made(sha256=sha256 * 64, score=score, passed=passed))
    assert [report.submission_sha256 for report in book.best()] == [best * 64]


def test_best_is_by_learner_and_exercise(book: Gradebook) -> None:
    for learner in ("b", "a"):
        for exercise in ("y", "x"):
            book.record(made(learner=learner, exercise=exercise))
    assert [(r.learner, r.exercise) for r in book.best()] == [("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")]


def test_one_learner_in_two_spellings_is_one_learner(book: Gradebook) -> None:
    book.record(made(learner="Jose\u0301", score=50))
    book.record(made(learner=" Jos\u00e9 ", sha256="b" * 64, score=90))
    assert book.learners() == ["Jos\u00e9"]
    assert len(book.reports("Jose\u0301")) == 2
    assert [report.score for report in book.best()] == [90]


LEARNERS = [
    "a/b",
    "two words",
    "\N{ROBOT FACE}",
    "=1+1",
    "nul\0inside",
    "x" * 400,
    "'",
    '"',
    "%",
    "_",
    "",
    "\u202e",
]


@pytest.mark.parametrize("learner", LEARNERS, ids=ascii)
def test_any_learner_is_stored_and_found(book: Gradebook, learner: str) -> None:
    book.record(made(learner="somebody else"))
    report = made(learner=learner)
    assert book.record(report)
    assert book.reports(learner) == [report]
    assert len(book.learners()) == 2


@given(st.text())
def test_a_key_is_stable_and_fits(learner: str) -> None:
    key = learner_key(learner)
    assert len(key) <= 320
    assert learner_key(key) == key
    assert "\0" not in key


@pytest.mark.parametrize("version", [0, 10**30])
def test_what_strangers_state_fits(book: Gradebook, version: int) -> None:
    report = made(version=version, exercise="x" * 500, source_name="y" * 900)
    assert book.record(report)
    assert book.reports() == [report]


@pytest.mark.parametrize(
    "name", ["what?.db", "a b.db", "50%.db", "é\N{ROBOT FACE}.db", "a#b.db", "deep/er/x.db"]
)
def test_a_gradebook_lies_where_it_was_told(tmp_path: Path, name: str) -> None:
    book = Gradebook(tmp_path / name)
    book.record(made())
    book.close()
    assert (tmp_path / name).is_file()
    assert {path.name for path in (tmp_path / name).parent.iterdir() if "-" not in path.name} == {
        Path(name).name
    }
    again = Gradebook(str(tmp_path / name))
    assert again.reports() == [made()]
    again.close()


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("nonsense://x", "nonsense://... cannot be opened as a database."),
        ("://", "cannot be opened as a database."),
        ("postgresql://me:secret@localhost:port/db", "postgresql://..."),
        ("postgresql://me:secret@localhost:1/db", "postgresql://..."),
        ("sqlite:////nowhere/at/all/x.db", "cannot be used"),
        ("nul\0.db", "nul"),
    ],
    ids=ascii,
)
def test_a_place_that_is_none_is_told_without_the_password(place: str, sentence: str) -> None:
    with pytest.raises(GradebookError) as caught:
        Gradebook(place)
    assert sentence in str(caught.value)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize("payload", [b"hello" * 1_000, b"SQLite format 3\0" + b"\xff" * 4_096])
def test_a_file_that_is_no_gradebook_is_left_as_it_is(tmp_path: Path, payload: bytes) -> None:
    path = tmp_path / "grades.db"
    path.write_bytes(payload)
    with pytest.raises(GradebookError, match=r"The gradebook .*grades\.db cannot be used: "):
        Gradebook(path)
    assert path.read_bytes() == payload


def test_a_folder_is_no_gradebook(tmp_path: Path) -> None:
    with pytest.raises(GradebookError, match="Check that the folder exists"):
        Gradebook(tmp_path)


def test_a_file_in_the_way_of_the_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    with pytest.raises(GradebookError, match="cannot be used"):
        Gradebook(tmp_path / "file" / "grades.db")


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere, so nothing is read-only")
def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    with pytest.raises(GradebookError, match="Check that the folder exists, can be written to"):
        Gradebook(tmp_path / "grades.db")
    tmp_path.chmod(0o700)


WRITER = """
import sys
from datetime import UTC, datetime
from labelwright.checks.verdicts import Outcome, OutcomeKind, Report
from labelwright.gradebook.book import Gradebook
place, who = sys.argv[1:]
book = Gradebook(place)
outcome = Outcome(kind=OutcomeKind.FINISHED, sentence="s")
for number in range(40):
    report = Report(learner=f"learner-{number}", exercise="count", outcome=outcome, score=number, max_score=100,
        submission_sha256=f"{who}{number}".ljust(64, "0"), source_name=who)
    assert book.record(report)
"""


def test_two_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    place = tmp_path / "grades.db"
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, str(place), who], stderr=subprocess.PIPE, text=True)
        for who in ("a", "b")
    ]
    said = [writer.communicate(timeout=60)[1] for writer in writers]
    assert [writer.returncode for writer in writers] == [0, 0], said
    book = Gradebook(place)
    reports = book.reports()
    assert sorted(report.source_name for report in reports) == ["a"] * 40 + ["b"] * 40
    assert len(book.learners()) == 40
    book.close()


@pytest.mark.parametrize(("cell", "safe"), [("\r=1", "' =1"), ("a\r\n=1", "a =1"), ("ada", "ada")])
def test_a_cell_stays_on_one_line(cell: str, safe: str) -> None:
    assert safe_cells(cell) == [safe]


@given(st.text(max_size=30))
def test_the_table_reads_back_and_holds_no_formula(learner: str) -> None:
    report = made(learner=learner)
    grade = Grade(learner, "count", "Count", 100.0, report)
    sheet = Sheet(
        (Learner(learner),), (Exercise("count", "Count", 100.0),), {(learner, "count"): grade}, {}, ()
    )
    heading, row = csv.reader(io.StringIO(plain_csv(sheet), newline=""))
    assert tuple(heading) == COLUMNS
    line = one_line(report.learner)
    assert row[0] in (line, f"'{line}")
    assert all(not cell.lstrip().startswith(("=", "+", "-", "@")) for cell in row)
    assert row[4:13] == ["count", "Count", "50", "100", "50", "", "no", "no", "finished"]
