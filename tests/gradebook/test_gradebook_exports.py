"""Exports: the columns that the other programs read, everyone in them, and no formula in any cell."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import ExerciseFacts, Outcome, OutcomeKind
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.exports import (
    Missing,
    canvas_csv,
    gradescope_files,
    headings,
    moodle_csv,
    nbgrader_csv,
    number,
    plain_csv,
    results_json,
)
from labelwright.gradebook.handed_in import HandedIn
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Exercise

DUE = datetime(2026, 5, 1, 12, tzinfo=UTC)
FORMULA = '=HYPERLINK("http://example.org","Ada")'


@pytest.fixture
def sheet(book, make):
    """Ada handed in two, one of them late; Bo one, which was marked by hand; Carl is only on the roster."""
    book.import_roster(
        [
            Learner("ada", FORMULA, "ada@example.org", "A", "11", "S11", "L11", "mada", "M11"),
            Learner("bo", "Bo", canvas_id="12"),
            Learner("carl", "Carl, Karl", canvas_id="13", moodle_username="mcarl"),
        ]
    )
    book.record(make("ada", points=4.0), handed_in=HandedIn.stated(DUE.replace(day=2)))
    book.record(
        make("ada", exercise="share", facts=ExerciseFacts(title="+Shares")), handed_in=HandedIn.stated(DUE)
    )
    book.record(make("bo", points=1.0), handed_in=HandedIn.stated(DUE))
    book.record(
        make("bo", exercise="coumt", outcome=Outcome(kind=OutcomeKind.UNKNOWN_EXERCISE, sentence="?"))
    )
    book.set_deadline(Deadline("count", DUE, percent_per_day=10))
    book.mark(Mark("bo", "count", 17.5, "-Oral examination.", "Tutor"))
    book.comment(Comment("ada", "count", "=Read slide 4.", "@Tutor", "counts"))
    return book.sheet()


def rows(text):
    return list(csv.reader(io.StringIO(text, newline="")))


def test_canvas(sheet):
    assert rows(canvas_csv(sheet)) == [
        ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", "Count the labels", "'+Shares"],
        ["    Points Possible", "", "", "", "", "20", "20"],
        ["'" + FORMULA, "11", "S11", "L11", "A", "12.6", "20"],
        ["Bo", "12", "", "", "", "17.5", ""],
        ["Carl, Karl", "13", "", "", "", "", ""],
    ]
    assert rows(canvas_csv(sheet, Missing.ZERO))[-1][5:] == ["0", "0"]


def test_moodle(sheet):
    head, ada, bo, carl = rows(moodle_csv(sheet))
    assert head[:4] == ["Username", "ID number", "Email address", "Full name"]
    assert head[4:] == ["Count the labels", "Feedback: Count the labels", "'+Shares", "Feedback: +Shares"]
    assert ada[:3] == ["mada", "M11", "ada@example.org"]
    assert ada[4:6] == [
        "12.6",
        "Handed in 1 started day late: 90 % of the points count. @Tutor on counts: =Read slide 4.",
    ]
    assert bo[4:] == ["17.5", "This exercise was marked by hand, 17.5 points: -Oral examination.", "-", ""]
    assert carl[4:] == ["-", "", "-", ""]
    assert {len(row) for row in rows(moodle_csv(sheet))} == {8}
    assert rows(moodle_csv(sheet, Missing.ZERO))[-1][4:] == ["0", "", "0", ""]


def test_nbgrader(sheet):
    head, *body = rows(nbgrader_csv(sheet))
    assert ",".join(head) == (
        "assignment,duedate,timestamp,student_id,last_name,first_name,email,"
        "raw_score,late_submission_penalty,score,max_score"
    )
    assert [row[3] for row in body] == ["ada", "bo", "carl"] * 2
    due, came = "2026-05-01 12:00:00", "2026-05-02 12:00:00"
    assert body[0] == [
        "Count the labels", due, came, "ada", "'" + '=HYPERLINK("http://example.org"', '"Ada")',
        "ada@example.org", "14", "1.4", "12.6", "20",
    ]  # fmt: skip
    assert body[1][4:] == ["Bo", "", "", "17.5", "0", "17.5", "20"]
    assert body[2] == ["Count the labels", due, "", "carl", "Carl", "Karl", "", "0", "0", "0", "20"]


def test_plain(sheet):
    head, *body = rows(plain_csv(sheet))
    records = [dict(zip(head, row, strict=True)) for row in body]
    assert [(row["learner"], row["exercise"], row["outcome"]) for row in records] == [
        ("ada", "count", "finished"),
        ("ada", "share", "finished"),
        ("bo", "count", "finished"),
        ("bo", "share", "absent"),
        ("carl", "count", "absent"),
        ("carl", "share", "absent"),
    ]
    assert (records[0]["earned"], records[0]["score"], records[0]["days_late"]) == ("14", "12.6", "1")
    assert records[0]["handed_in"] == "2026-05-02T12:00:00Z"


def test_gradescope(sheet):
    files = {(report.learner, report.exercise): json.loads(text) for report, text in gradescope_files(sheet)}
    assert set(files) == {("ada", "count"), ("ada", "share"), ("bo", "count"), ("bo", "coumt")}
    ada = files["ada", "count"]
    assert ada["score"] == 12.6
    assert ada["output"].endswith("Handed in 1 started day late: 90 % of the points count.")
    assert ada["tests"][0] == {
        "name": "The counts are right.",
        "score": 4.0,
        "max_score": 10.0,
        "status": "failed",
        "output": "Found 3 where 4 were expected.",
        "tags": ["counts"],
        "visibility": "visible",
    }
    assert ada["tests"][1]["status"] == "passed"
    assert {ada["output_format"], ada["test_output_format"], ada["test_name_format"]} == {"text"}
    assert files["bo", "count"]["score"] == 17.5


def test_gradescope_marks_only_the_submission_that_counts(book, make):
    better, worse = make(points=8.0), make(points=2.0)
    for report in (better, worse):
        book.record(report)
    book.mark(Mark("ada", "count", 20.0, "Explained it in class.", "Tutor"))
    scores = {report.digest: json.loads(text)["score"] for report, text in gradescope_files(book.sheet())}
    assert scores == {better.digest: 20.0, worse.digest: 12.0}
    assert json.loads(results_json(worse))["score"] == 12.0


def test_a_class_of_absentees_is_exported_whole(book):
    book.import_roster([Learner(f"learner-{number:02}") for number in range(30)])
    book.set_deadline(Deadline("count", DUE))
    sheet = book.sheet()
    assert len(rows(canvas_csv(sheet))) == 2 + 30
    assert len(rows(nbgrader_csv(sheet))) == 1 + 30
    assert all(row[9] == "0" for row in rows(nbgrader_csv(sheet))[1:])


@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_no_cell_of_any_export_begins_a_formula(name, title, said):
    from labelwright.gradebook.policy import Grade
    from labelwright.gradebook.sheet import Sheet

    learner, exercise = (
        Learner("ada", name, section=said, moodle_username=said),
        Exercise("count", title, 10.0),
    )
    comments = {("ada", "count"): (Comment("ada", "count", said, said),)} if said.strip() else {}
    sheet = Sheet((learner,), (exercise,), {("ada", "count"): Grade("ada", "count", title)}, comments, ())
    for text in (canvas_csv(sheet), moodle_csv(sheet), nbgrader_csv(sheet), plain_csv(sheet)):
        for cell in (cell for row in rows(text) for cell in row if cell != "-"):
            assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or not cell
            assert cell[:1] not in ("\t", "\r", "\n")


def test_two_exercises_never_share_a_column():
    alike = [
        Exercise("one", "Labels"),
        Exercise("two", "Labels"),
        Exercise("three"),
        Exercise("four", "Final Score"),
    ]
    assert headings(alike, ["Final Score"]) == ["one", "two", "three", "four"]


def test_numbers_are_plain():
    assert [number(value) for value in (0.0, 12.6, 100.0, 12345.678, 1e-9)] == [
        "0",
        "12.6",
        "100",
        "12345.68",
        "0",
    ]
