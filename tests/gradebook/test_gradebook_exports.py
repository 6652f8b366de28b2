"""Exports: the columns that the other programs read, everyone in them, and no formula in any cell."""

from __future__ import annotations

import csv
import io
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from labelwright.checks.verdicts import ExerciseFacts, Outcome, OutcomeKind, Verdict
from labelwright.errors import GradebookError
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.exports import (
    COLUMNS,
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
UNCLEAR = ["-", "Not graded: bo.ipynb: ?"]
"""Bo's last file is for an exercise that nobody knows, so nobody knows whether it was for the shares."""
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
    assert bo[4:] == ["17.5", "This exercise was marked by hand, 17.5 points: -Oral examination.", *UNCLEAR]
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
        ("bo", "share", "unknown_exercise"),
        ("carl", "count", "absent"),
        ("carl", "share", "absent"),
    ]
    assert (records[0]["earned"], records[0]["score"], records[0]["days_late"]) == ("14", "12.6", "1")
    assert records[0]["handed_in"] == "2026-05-02T12:00:00Z"


def test_gradescope(sheet):
    files = {(report.learner, report.exercise): json.loads(text) for report, text in gradescope_files(sheet)}
    assert set(files) == {("ada", "count"), ("ada", "share"), ("bo", "count")}
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


def ended(make, learner, kind=OutcomeKind.FINISHED, verdict=None, **more):
    """A report that ended in this way; with a verdict, all of its checks have that one."""
    checks = make().checks if verdict else ()
    checks = tuple(check.model_copy(update={"verdict": verdict, "points": 0.0}) for check in checks)
    outcome = Outcome(kind=kind, sentence=f"It is {kind.value}.")
    facts = {"exercise": "count", "score": 0.0, "passed": False, **more}
    return make(learner, outcome=outcome, checks=checks, work=f"{learner} {kind}", **facts)


@pytest.fixture
def mixed(book, make):
    """One learner of each standing, and what each export has for them: csv, nbgrader, Canvas and Moodle."""
    book.import_roster([Learner("absent"), Learner("excused")])
    book.record(ended(make, "broken", OutcomeKind.NOT_GRADED))
    book.record(ended(make, "clear"), made_up=False)
    book.record(make("done", points=0.0))
    book.record(
        ended(make, "empty", OutcomeKind.UNREADABLE, exercise="", max_score=0.0, source_name="e.html")
    )
    book.record(make("from-a-file"), made_up=True)
    book.record(make("named-later"), made_up=True)
    book.record(make("named-later", points=3.0))
    book.record(ended(make, "old", OutcomeKind.WRONG_VERSION))
    book.record(ended(make, "slow", OutcomeKind.TIMED_OUT, score=6.0, passed=True))
    book.record(make("slow-once", points=3.0))
    book.record(ended(make, "slow-once", OutcomeKind.TIMED_OUT, score=9.0, passed=True))
    book.record(ended(make, "starter", verdict=Verdict.NOT_ATTEMPTED))
    book.record(ended(make, "tried", verdict=Verdict.FAILED))
    book.mark(Mark("excused", "count", None, "Ill.", "Tutor", excused=True))
    return book


EXPORTED = {
    "absent": ("0", "0", "", "-", "0", "absent"),
    "broken": ("", "", "", "-", "", "not_graded"),
    "clear": ("0", "0", "0", "0", "0", "finished"),
    "done": ("10", "10", "10", "10", "10", "finished"),
    "empty": ("", "", "", "-", "", "unreadable"),
    "excused": ("", "", "EX", "-", "EX", "excused"),
    "named-later": ("20", "20", "20", "20", "20", "finished"),
    "old": ("", "", "", "-", "", "wrong_version"),
    "slow": ("", "", "", "-", "", "timed_out"),
    "slow-once": ("13", "13", "13", "13", "13", "finished"),
    "starter": ("", "", "", "-", "0", "not_attempted"),
    "tried": ("0", "0", "0", "0", "0", "finished"),
}


def test_what_is_not_a_grade_is_blank_in_every_export(mixed):
    sheet = mixed.sheet()
    plain = [dict(zip(COLUMNS, row, strict=True)) for row in rows(plain_csv(sheet))[1:]]
    columns = [
        [row["score"] for row in plain],
        [row[9] for row in rows(nbgrader_csv(sheet))[1:]],
        [row[5] for row in rows(canvas_csv(sheet))[2:]],
        [row[4] for row in rows(moodle_csv(sheet))[1:]],
        [row[5] for row in rows(canvas_csv(sheet, Missing.ZERO))[2:]],
        [row["outcome"] for row in plain],
    ]
    found = dict(zip([row["learner"] for row in plain], zip(*columns, strict=True), strict=True))
    assert found == EXPORTED
    said = {row["learner"]: row["remarks"] for row in plain}
    assert said["broken"] == "Not graded: It is not_graded."
    assert said["empty"] == "Not graded: e.html: It is unreadable."
    assert said["slow"] == (
        "Not graded: It is timed_out. The cells that ran have 6 points, which count only if you give them as a mark."
    )
    assert next(row for row in plain if row["learner"] == "slow")["passed"] == "no"
    assert said["starter"].startswith("Not attempted")
    assert said["excused"] == "You are excused from this exercise: Ill."
    graded = {report.learner for report, _ in gradescope_files(sheet)}
    assert graded == {"clear", "done", "named-later", "slow-once", "tried"}


def test_points_of_work_that_ran_out_of_time_count_when_a_person_says_so(mixed):
    mixed.mark(Mark("slow", "count", 6.0, "The rest is only slow.", "Tutor"))
    grade = next(each for each in mixed.sheet(learner="slow").grades.values() if each.exercise == "count")
    assert (grade.standing.value, grade.score, grade.passed) == ("graded", 6.0, False)
    mixed.mark(Mark("slow", "count", 6.0, "The rest is only slow.", "Tutor", passed=True))
    grade = next(each for each in mixed.sheet(learner="slow").grades.values() if each.exercise == "count")
    assert grade.passed


def test_a_made_up_learner_enters_exports_by_the_class_list(mixed):
    assert mixed.sheet().made_up == {"from-a-file"}
    mixed.import_roster([Learner("from-a-file")])
    assert mixed.sheet().made_up == frozenset()


def test_better_work_ends_the_doubt_about_a_file_for_no_known_exercise(mixed, make):
    mixed.record(make("empty", exercise="share", facts=ExerciseFacts(title="Shares")))
    standing = {
        grade.exercise: grade.standing.value for grade in mixed.sheet(learner="empty").grades.values()
    }
    assert standing == {"count": "absent", "share": "graded"}


def test_an_excuse_can_be_withdrawn_and_has_no_points(mixed):
    mixed.mark(Mark("excused", "count", None, "He came.", "Tutor"))
    assert mixed.sheet(learner="excused").grades["excused", "count"].standing.value == "absent"
    with pytest.raises(GradebookError, match="Excused is for the whole exercise"):
        Mark("excused", "count", 3.0, "Ill.", "Tutor", excused=True)
