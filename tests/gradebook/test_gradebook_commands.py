"""The command `gradebook` and its parts, called as a person calls them."""

from __future__ import annotations

import csv
import json
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from person_work import person_report

from labelwright.checks.verdicts import Outcome, OutcomeKind
from labelwright.cli import COMMANDS, main
from labelwright.gradebook.handed_in import HandedIn


@pytest.fixture
def run(monkeypatch, capsys, tmp_path):
    """Call `labelwright gradebook ...` in an empty folder: (exit code, what it printed)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "200")
    monkeypatch.setitem(
        COMMANDS["Teach"], "gradebook", ("gradebook:gradebook", "Show, mark and export the grades.")
    )

    def call(*words):
        monkeypatch.setattr(sys, "argv", ["labelwright", "gradebook", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        assert "Traceback" not in printed.err
        return ended.value.code, printed.out + printed.err

    return call


@pytest.fixture
def graded(open_book, make, tmp_path):
    book = open_book(str(tmp_path / "gradebook.db"))
    book.record(make("ada", points=4.0), handed_in=HandedIn.stated(datetime(2026, 5, 2, tzinfo=UTC)))
    book.record(make("ada", points=2.0), handed_in=HandedIn.stated(datetime(2026, 5, 3, tzinfo=UTC)))
    book.record(make("bo"), handed_in=HandedIn.stated(datetime(2026, 5, 2, tzinfo=UTC)))
    return book


def table(path):
    return list(csv.DictReader(Path(path).read_text(encoding="utf-8").splitlines()))


def test_a_bare_call_shows_the_best_and_all_shows_all(run, graded):
    code, printed = run()
    assert code == 0
    assert "14 of 20" in printed
    assert "12 of 20" not in printed
    assert "12 of 20" in run("--all")[1]
    assert "12 of 20" in run("--gradebook", "gradebook.db", "--all")[1]
    assert run("export", "csv", "grades.csv") == (0, "Wrote grades.csv. Learners: 2, exercises: 1.\n")
    assert [row["score"] for row in table("grades.csv")] == ["14", "20"]


def test_a_term_from_roster_to_export(run, graded):
    Path("class.csv").write_text("id,name,canvas_id\nada,Ada,1\ncarl,Carl,3\n", encoding="utf-8")
    code, printed = run("roster", "class.csv")
    assert (code, printed) == (
        0,
        "Learners: 1 added, 1 updated, 0 unchanged.\nNot on this list, but kept in the gradebook: bo.\n",
    )
    assert run("deadline", "count", "2026-05-01T00:00+00:00", "--percent", "10", "--by", "Tutor")[0] == 0
    assert run("deadline")[1].endswith("; 10 % off for each day begun\n")
    assert run("deadline", "count", "2027-05-01", "--learner", "bo", "--by", "Tutor")[0] == 0
    code, printed = run(
        "mark", "ada", "count", "9", "--task", "counts", "--reason", "Unclear task.", "--by", "Tutor"
    )
    assert "Task counts was marked by hand, 9 points: Unclear task." in printed
    assert "17.1 of 20" in printed
    assert run("comment", "ada", "count", "See slide 4.", "--by", "Tutor") == (0, "Comment 1 is recorded.\n")
    code, printed = run("show")
    assert code == 0
    assert "absent" in printed
    printed = run("show", "--learner", "ada")[1]
    assert "Comment 1 on count, Tutor" in printed
    assert "Mark on count counts, Tutor" in printed
    assert (
        run("export", "canvas", "out/canvas.csv")[1] == "Wrote out/canvas.csv. Learners: 3, exercises: 1.\n"
    )
    assert [row["Count the labels"] for row in table("out/canvas.csv")] == ["20", "17.1", "20", ""]
    run("export", "canvas", "out/canvas.csv", "--missing", "zero", "--policy", "latest")
    assert [row["Count the labels"] for row in table("out/canvas.csv")][1:] == ["15.2", "20", "0"]
    for shape in ("csv", "moodle", "nbgrader"):
        assert run("export", shape, f"out/{shape}.csv")[0] == 0
        assert len(table(f"out/{shape}.csv")) == 3


def test_gradescope_gets_one_file_a_submission(run, graded):
    assert run("export", "gradescope", "results") == (
        0,
        "Wrote 3 files to results, a file for each submission.\n",
    )
    files = sorted(Path("results").iterdir())
    assert len(files) == 3
    assert all(path.name.startswith(("ada--count--", "bo--count--")) for path in files)
    assert sorted(json.loads(path.read_text(encoding="utf-8"))["score"] for path in files) == [12, 14, 20]


def test_taking_back(run, graded):
    run("mark", "ada", "count", "20", "--reason", "Typing error.", "--passed", "--by", "Tutor")
    assert (
        "14 of 20" in run("mark", "ada", "count", "--withdraw", "--reason", "Was bo's.", "--by", "Tutor")[1]
    )
    run("comment", "ada", "count", "Well done.", "--by", "Tutor")
    taken = run("comment", "ada", "count", "Meant for bo.", "--withdraw", "1", "--by", "Tutor")
    assert taken == (0, "Comment 1 is withdrawn.\n")
    assert "Comment 1" not in run("show", "--learner", "ada")[1]
    run("deadline", "count", "2026-05-01", "--by", "Tutor")
    assert run("deadline", "count", "--none", "--by", "Tutor")[1] == "count: no deadline\n"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["mark", "ada", "count", "--reason", "x"], "Give the points, or --withdraw"),
        (["mark", "ada", "count", "5", "--reason", "x", "--withdraw"], "Give the points, or --withdraw"),
        (["mark", "ada", "count", "5"], "Missing option '--reason'"),
        (["mark", "ada", "count", "21", "--reason", "x"], "count has 20 points"),
        (["mark", "adda", "count", "5", "--reason", "x"], "Did you mean 'ada'?"),
        (["comment", "ada", "count", " "], "The comment is empty"),
        (["comment", "ada", "count", "x", "--withdraw", "7"], "Comment 7 on count for ada does not exist"),
        (["deadline", "count"], "Say when it is due"),
        (["deadline", "count", "soon"], "is not a date or time"),
        (["deadline", "count", "2026-05-01", "--percent", "400"], "give a number from 0 to 100"),
        (["roster", "none.csv"], "cannot be read: No such file"),
        (["export", "blackboard", "x.csv"], "is not one of"),
        (["show", "--learner", "nobody"], "The gradebook has no learner 'nobody'"),
        (["show", "--gradebook", "none.db"], "No gradebook was found at none.db"),
        (["--gradebook", "none.db"], "No gradebook was found at none.db"),
        (["--gradebook", "none.db", "show"], "No gradebook was found at none.db"),
        (["showw"], "No such command 'showw'"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(run, graded, words, said):
    code, printed = run(*words)
    assert code != 0
    assert said in printed


def test_a_roster_and_a_deadline_may_come_before_any_work(run, counting):
    Path("class.csv").write_text("id\nada\n", encoding="utf-8")
    assert run("roster", "class.csv")[1].startswith("Learners: 1 added")
    code, _ = run(
        "deadline", "count-the-labels", "2026-05-01", "--by", "Tutor", "--course", str(counting.course.root)
    )
    assert code == 0
    assert "absent" in run("show")[1]


def test_help_names_every_part(run):
    printed = run("--help")[1]
    for part in ("show", "export", "mark", "comment", "roster", "deadline", "dates"):
        assert f"\n  {part} " in printed
        assert run(part, "--help")[0] == 0


def test_a_mistyped_exercise_gets_no_deadline(run, graded, counting):
    code, printed = run("deadline", "cuont", "2026-05-01", "--by", "Tutor")
    assert (code, "No exercise is called 'cuont'. Did you mean 'count'? No deadline was set." in printed) == (
        2,
        True,
    )
    Path("dates.csv").write_text("exercise,due\ncount,2026-05-01\ncuont,2026-05-01\n", encoding="utf-8")
    code, printed = run("dates", "dates.csv", "--by", "Tutor")
    assert (code, "No exercise is called 'cuont'." in printed) == (2, True)
    assert graded.deadlines() == []
    course = ("--course", str(counting.course.root), "--by", "Tutor")
    assert run("deadline", "count-the-labels", "2026-05-01", *course)[0] == 0
    assert "count-the-label'" in run("deadline", "count-the-label", "2026-05-01", *course)[1]


def test_the_whole_rule_is_said_and_set_from_a_file(run, graded):
    Path("dates.csv").write_text(
        "exercise,due,percent,fixed,floor,grace,last,learner\n"
        "count,2026-05-01T00:00+00:00,10,20,30,15,2026-05-09,\ncount,2026-05-08,,,,,,ada\n",
        encoding="utf-8",
    )
    code, printed = run("dates", "dates.csv", "--by", "Tutor")
    first, second = printed.splitlines()
    assert code == 0
    assert (
        "; 20 % off when late; 10 % off for each day begun; at least 30 % left; 15 minutes of grace; no p"
        in first
    )
    assert second.startswith("count for ada: due 2026-05-08 23:59")
    words = ("--fixed", "5", "--grace", "10", "--last", "2026-06-01", "--by", "Tutor")
    assert "5 % off when late; 10 minutes" in run("deadline", "count", "2026-05-01", *words)[1]


def test_show_says_why_there_is_no_grade(run, graded, make):
    broken = Outcome(kind=OutcomeKind.NOT_GRADED, sentence="The data is missing.")
    graded.record(make("carl", outcome=broken, checks=(), score=0.0, passed=False))
    printed = run("show")[1]
    assert "not graded" in printed
    assert "Not graded: The data is missing." in printed
    assert " 0 of 20" not in printed
    assert "excused" in run("mark", "bo", "count", "--excused", "--reason", "Ill.", "--by", "Tutor")[1]
    assert "excused: Ill." in run("show", "--learner", "bo")[1]
    assert "Give the points" in run("mark", "bo", "count", "3", "--excused", "--reason", "x", "--by", "T")[1]


def test_a_question_waits_and_is_listed(run, graded):
    code, said = run("question", "ada", "count", "Why \x1b[31m2 points?", "--task", "shares", "--by", "ida")
    assert (code, said.split(":")[0]) == (0, "Question 1 waits for an answer")
    code, said = run("questions")
    assert code == 0
    assert "Question 1 of ada on count shares" in said
    assert "\x1b" not in said
    graded.reviews().answer(1, "Rule 3.", "grace")
    assert "No question waits for an answer." in run("questions")[1]
    assert "grace: Your question" in run("questions", "--all")[1]
    code, said = run("question", "adda", "count", "Why?")
    assert code == 1
    assert "Did you mean 'ada'" in said


def test_show_says_how_many_points_are_marked_so_far(run, graded):
    graded.record(person_report("lin"))
    said = run("show", "--learner", "lin")[1]
    assert "partly marked" in said
    assert "10 of 10 points marked so far; 10 points wait for a person." in said
