"""Decisions about whose work is whose: each is kept, and undoing one restores every value; forgetting leaves nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, inspect, text

from labelwright.errors import GradebookError, RosterError
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.deadlines import Deadline, parse
from labelwright.gradebook.exports import Missing, canvas_csv, gradescope_files, plain_csv
from labelwright.gradebook.identity import Claims, State, identify
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.roster import Learner

CANVAS = {"12345": "lovelaceada", "99": "hoppergrace"}
CLASS = [
    Learner("ada", "Lovelace, Ada", "ada@example.org", canvas_id="12345"),
    Learner("grace", "Hopper, Grace", canvas_id="99"),
]


def canvas(number: str, stated: str = "") -> Claims:
    return Claims("Canvas", number, lms_name=CANVAS.get(number, "somebody"), source="the file", stated=stated)


class Hands:
    """Records work as a run of the grader does: says whose it is, then records the report."""

    def __init__(self, book: Gradebook, make: Callable[..., Any]) -> None:
        self.book, self.make = book, make

    def in_(self, claims: Claims, work: str = "", **changes: Any) -> str:
        """Hand in work with these claims; return the learner."""
        report = self.make("?", work=work or f"{claims}", **changes)
        found = identify(claims, self.book.people(), report.exercise, report.submission_sha256)
        self.book.record(report.model_copy(update={"learner": found.learner}), identity=found)
        return found.learner

    def states(self) -> dict[str, list[str]]:
        rows = self.book.identity_report(tuple(State))
        return {
            who: sorted(row.state for row in rows if row.learner == who)
            for who in {row.learner for row in rows}
        }


@pytest.fixture
def hand(book: Gradebook, make: Callable[..., Any]) -> Hands:
    return Hands(book, make)


def tables(place: str) -> dict[str, list[tuple[Any, ...]]]:
    """Everything in the database except the decisions themselves."""
    url = place.replace("postgresql://", "postgresql+psycopg://") if "://" in place else f"sqlite:///{place}"
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            names = set(inspect(engine).get_table_names()) - {"identity_decisions"}
            return {
                name: sorted(
                    (tuple(row) for row in connection.execute(text(f"SELECT * FROM {name}"))), key=repr
                )
                for name in names
            }
    finally:
        engine.dispose()


def test_the_same_file_from_two_people_is_two_submissions(hand: Hands) -> None:
    hand.book.import_roster(CLASS)
    assert hand.in_(canvas("12345", "ada"), "same") == "ada"
    assert hand.in_(canvas("99", "ada"), "same") == "grace"
    (row,) = hand.book.identity_report()
    assert (row.learner, row.lms_person, row.stated) == ("grace", "hoppergrace (99)", "ada")
    assert row.why == "Canvas says that hoppergrace (99) handed this in, and the notebook says ada."
    assert len(hand.book.reports()) == 2
    assert hand.in_(canvas("99", "ada"), "same") == "grace"
    assert len(hand.book.reports()) == 2


@pytest.mark.parametrize("first", ["12345", "99"])
def test_two_accounts_that_state_one_learner_are_both_open_without_a_list(hand: Hands, first: str) -> None:
    second = "99" if first == "12345" else "12345"
    hand.in_(canvas(first, "ada"), "same")
    assert hand.states() == {"ada": ["sure"]}
    hand.in_(canvas(second, "ada"), "same")
    assert set().union(*hand.states().values()) == {"open"}
    assert len(hand.states()) == 2
    change = hand.book.import_roster(CLASS)
    assert change.settled == 2
    assert hand.states() == {"ada": ["sure"], "grace": ["open"]}


def test_a_class_list_settles_what_was_graded_before_it(hand: Hands, place: str) -> None:
    assert hand.in_(canvas("12345")) == "lovelaceada (12345)"
    assert hand.in_(Claims(stated="Ada")) == "Ada"
    assert hand.in_(Claims(stated="mallory")) == "mallory"
    before = tables(place)
    change = hand.book.import_roster(CLASS)
    assert change.settled == 2
    assert hand.states() == {"ada": ["sure"], "Ada": ["sure"], "mallory": ["open"]} or hand.states() == {
        "Ada": ["sure", "sure"],
        "mallory": ["open"],
    }
    assert "lovelaceada (12345)" not in hand.book.learners()
    (decision,) = hand.book.decisions()
    assert (decision.action, decision.who) == ("class list", "the class list")
    assert before.keys() == tables(place).keys()


def exercise_all(hand: Hands) -> None:
    hand.book.import_roster(CLASS)
    hand.in_(canvas("12345", "lovely"))
    hand.in_(canvas("12345", "lovely"), "second", exercise="span")
    hand.in_(canvas("99", "ada"), "copied")
    hand.in_(canvas("777", "bob"))
    hand.in_(Claims(file="homework"))
    hand.in_(Claims(stated="ada"), "own")
    hand.book.mark(Mark("ada", "count", 3.0, "Half.", "kim"))
    hand.book.comment(Comment("grace", "count", "Well done.", "kim"))
    hand.book.set_deadline(Deadline("count", parse("2026-05-01"), learner="somebody (777)", who="kim"))


def number(hand: Hands, learner: str) -> int:
    return min(row.number for row in hand.book.identity_report(tuple(State)) if row.learner == learner)


DECISIONS: dict[str, Callable[[Hands], Any]] = {
    "assign": lambda hand: hand.book.assign([number(hand, "grace")], "ada", "kim", "She says so."),
    "assign to somebody new": lambda hand: hand.book.assign(
        [number(hand, "homework"), number(hand, "grace")], "newcomer", "kim", new=True
    ),
    "assign a stranger": lambda hand: hand.book.assign([number(hand, "somebody (777)")], "grace", "kim"),
    "confirm": lambda hand: hand.book.confirm([number(hand, "ada")], "kim"),
    "merge": lambda hand: hand.book.merge("somebody (777)", "grace", "kim"),
    "merge two of the list": lambda hand: hand.book.merge("grace", "ada", "kim"),
    "rename": lambda hand: hand.book.rename("ada", "lovelace", "kim"),
    "rename in capitals only": lambda hand: hand.book.rename("ada", "ADA", "kim"),
}


@pytest.mark.parametrize("name", DECISIONS)
def test_undoing_restores_every_value(hand: Hands, place: str, name: str) -> None:
    exercise_all(hand)
    before, reports = tables(place), hand.book.reports()
    decision = DECISIONS[name](hand)
    assert tables(place) != before
    again = hand.book.undo(decision.number, "robin", "A mistake.")
    assert tables(place) == before
    assert hand.book.reports() == reports
    assert (again.undoes, again.who, again.reason) == (decision.number, "robin", "A mistake.")
    with pytest.raises(GradebookError, match="was undone already"):
        hand.book.undo(decision.number, "robin")


def test_deciding_once_settles_what_has_the_same_reason(hand: Hands) -> None:
    exercise_all(hand)
    assert hand.states()["ada"] == ["open", "open", "sure"]
    hand.book.confirm([number(hand, "ada")], "kim")
    assert hand.states()["ada"] == ["decided", "sure", "sure"]
    assert hand.in_(canvas("12345", "LOVELY"), "third") == "ada"
    assert hand.states()["ada"] == ["decided", "sure", "sure", "sure"]


def test_the_id_of_somebody_else_stays_theirs(hand: Hands) -> None:
    exercise_all(hand)
    hand.book.confirm([number(hand, "grace")], "kim")
    assert hand.in_(Claims(stated="ada"), "later") == "ada"
    assert hand.in_(canvas("99", "ada"), "copied") == "grace"
    assert hand.states()["grace"] == ["decided"]
    (row,) = hand.book.identity_report((State.DECIDED,))
    assert (row.decided_by, row.decided_at is not None) == ("kim", True)


def test_a_stranger_s_later_work_follows_the_decision(hand: Hands) -> None:
    exercise_all(hand)
    hand.book.assign([number(hand, "somebody (777)")], "grace", "kim")
    assert hand.in_(canvas("777"), "later") == "grace"
    assert "somebody (777)" in hand.book.learners()  # they have a deadline of their own
    with pytest.raises(GradebookError, match="no learner called 'nobody'"):
        hand.book.assign([1], "nobody", "kim")
    with pytest.raises(GradebookError, match="Submission 999 does not exist"):
        hand.book.assign([999], "ada", "kim")


def test_work_of_an_earlier_id_finds_a_renamed_and_a_merged_learner(hand: Hands) -> None:
    hand.in_(Claims(stated="ada"))
    hand.in_(Claims(stated="lovelace"))
    hand.book.merge("ada", "lovelace", "kim")
    hand.book.rename("lovelace", "countess", "kim")
    assert hand.in_(Claims(stated="ADA"), "more") == "countess"
    assert hand.in_(Claims(stated="Lovelace"), "still more") == "countess"
    assert hand.book.learners() == ["countess"]
    assert len(hand.book.reports("ada")) == 4
    assert {report.learner for report in hand.book.reports()} == {"countess"}
    assert {hand.book.tampering(report) for report in hand.book.reports()} == {""}
    with pytest.raises(GradebookError, match="same learner"):
        hand.book.merge("ada", "countess", "kim")


def test_a_decision_that_a_later_one_changed_is_undone_after_it(hand: Hands) -> None:
    exercise_all(hand)
    first = hand.book.assign([number(hand, "homework")], "ada", "kim")
    second = hand.book.merge("ada", "grace", "kim")
    with pytest.raises(GradebookError, match="Undo the later one first"):
        hand.book.undo(first.number, "kim")
    hand.book.undo(second.number, "kim")
    hand.book.undo(first.number, "kim")
    assert "homework" in hand.states()
    with pytest.raises(GradebookError, match="does not exist"):
        hand.book.undo(9999, "kim")


def test_merging_two_who_handed_in_the_same_keeps_both(hand: Hands) -> None:
    for learner in ("ada", "grace"):
        hand.book.record(hand.make(learner, work="same"))
    decision = hand.book.merge("grace", "ada", "kim")
    assert len(hand.book.reports("ada")) == 2
    hand.book.undo(decision.number, "kim")
    assert [len(hand.book.reports(learner)) for learner in ("ada", "grace")] == [1, 1]


def test_a_rename_to_an_id_that_is_taken_is_refused(hand: Hands) -> None:
    hand.book.import_roster(CLASS)
    with pytest.raises(GradebookError, match="is an id of another learner, grace"):
        hand.book.rename("ada", "GRACE", "kim")


def test_exports_leave_out_what_is_open_and_who_left(hand: Hands) -> None:
    exercise_all(hand)
    sheet = hand.book.sheet(settled=True)
    assert len(sheet.undecided) == 5
    assert {learner.id for learner in sheet.exported} == {"ada", "grace"}
    rows = canvas_csv(sheet, Missing.ZERO).splitlines()
    assert [row.rsplit(",", 2)[1:] for row in rows[2:]] == [["3", ""], ["", "0"]]
    (grace,) = [row for row in plain_csv(sheet).splitlines() if row.startswith("grace,") and ",count," in row]
    assert "Not graded: it is not decided yet whose work this is." in grace
    assert [report.learner for report, _ in gradescope_files(sheet)] == ["ada"]
    shown = hand.book.sheet().grades["grace", "count"]
    assert shown.score == 20.0
    assert shown.remarks[-1] == "Provisional: it is not decided yet whose work this is."
    change = hand.book.import_roster(CLASS[:1], complete=True)
    assert change.left == ("grace",)
    assert [learner.id for learner in hand.book.sheet(settled=True).exported] == ["ada"]
    assert hand.book.why_not_listed("grace").startswith("They left the class")
    assert hand.book.import_roster(CLASS, complete=True).left == ()
    assert hand.book.why_not_listed("grace") == ""


def test_two_lines_of_a_list_that_are_one_learner_are_refused(hand: Hands) -> None:
    hand.book.import_roster(CLASS)
    with pytest.raises(RosterError, match="Two lines of the list are the same learner, 'ada'"):
        hand.book.import_roster([CLASS[0], Learner("a.lovelace", "Ada", canvas_id="12345")])
    hand.book.import_roster([Learner("a.lovelace", "Lovelace, Ada", canvas_id="12345")])
    assert hand.book.learners() == ["ada", "grace"]


SECRETS = ("lovelaceada", "Lovelace, Ada", "ada@example.org", "unmistakable-id", "older-unmistakable")


def test_forgetting_leaves_no_byte(tmp_path: Path, make: Callable[..., Any]) -> None:
    place = tmp_path / "grades.db"
    with Gradebook(place) as book:
        hand = Hands(book, make)
        one = Learner("older-unmistakable", "Lovelace, Ada", "ada@example.org", canvas_id="12345")
        hand.in_(canvas("12345"), "before the list")
        hand.in_(canvas("99"), "before the list, hers")
        hand.in_(canvas("99", "older-unmistakable"), "before the list, copied")
        book.import_roster([one, CLASS[1]])
        hand.in_(canvas("12345"), source_name="lovelaceada.ipynb")
        hand.in_(canvas("99", "older-unmistakable"), "copied")
        book.mark(Mark("older-unmistakable", "count", 3.0, "lovelaceada was ill", "kim"))
        first = book.comment(Comment("older-unmistakable", "count", "lovelaceada", "kim"))
        book.comment(Comment("older-unmistakable", "count", "lovelaceada", "kim", withdraws=first))
        book.set_deadline(Deadline("count", parse("2026-05-01"), learner="older-unmistakable", who="kim"))
        hand.in_(Claims(stated="lovelaceada-too"))
        book.merge("lovelaceada-too", "older-unmistakable", "kim", "lovelaceada is the same")
        renamed = book.rename("older-unmistakable", "unmistakable-id", "kim")
        book.undo(renamed.number, "kim")
        book.rename("older-unmistakable", "unmistakable-id", "kim")
        assert any(secret.encode() in place.read_bytes() + wal(place) for secret in SECRETS)
        gone = book.forget("unmistakable-id")
        assert (gone.submissions, gone.marks, gone.comments, gone.deadlines) == (3, 1, 2, 1)
        assert "lovelaceada.ipynb" in gone.sources
        assert "older-unmistakable" in gone.ids
        left = place.read_bytes() + wal(place)
        assert [secret for secret in SECRETS if secret.encode() in left] == []
        assert book.learners() == ["grace"]
        assert {(row.stated, row.why) for row in book.identity_report()} == {
            ("", "The work states a learner who was forgotten.")
        }
        assert [report.learner for report in book.reports()] == ["grace"] * 3
        assert {book.tampering(report) for report in book.reports()} == {""}
        with pytest.raises(GradebookError, match="about a learner who was forgotten"):
            book.undo(1, "kim")
        with pytest.raises(GradebookError, match="no learner called"):
            book.forget("unmistakable-id")
    connection = sqlite3.connect(place)
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    assert [secret for secret in SECRETS if secret.encode() in place.read_bytes()] == []


def wal(place: Path) -> bytes:
    log = place.with_name(place.name + "-wal")
    return log.read_bytes() if log.exists() else b""


def test_forgetting_names_others_whose_reports_say_the_id(hand: Hands) -> None:
    hand.in_(Claims(stated="unmistakable"))
    hand.in_(Claims(stated="grace"), "g", source_name="unmistakable/homework.ipynb")
    assert hand.book.to_forget("unmistakable").elsewhere == ("grace",)
    assert hand.book.forget("Unmistakable").submissions == 1
    assert hand.book.learners() == ["grace"]
