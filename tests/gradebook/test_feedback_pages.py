"""Feedback pages: whose file is whose, and which are written again."""

from __future__ import annotations

import os
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.handed_in import HandedIn, Source
from labelwright.gradebook.marks import Comment, Mark
from labelwright.gradebook.policy import Policy
from labelwright.gradebook.roster import Learner
from labelwright.grading.feedback_pages import page_path, stale_pages, write_pages

ODD_IDS = (
    *(
        "ada",
        "Ada",
        "ADA",
        "a/b",
        "a_b",
        "a-b",
        "a\\b",
        "a b",
        "../x",
        "..",
        "x",
        "/etc/passwd",
        "con",
        "CON",
        "nul.txt",
    ),
    *(
        "é",
        "É",
        "日本",
        "日",
        "\u202eada",
        "-ada",
        ".ada",
        "ada.",
        "ada ",
        "a" * 200,
        "a" * 201,
        "learner",
        "🙂",
        "com1",
    ),
)


def test_no_page_overwrites_another_where_case_folds(open_book, make, tmp_path):
    book = open_book(str(tmp_path / "grades.db"))
    for learner in ODD_IDS:
        book.record(make(learner, work=learner))
    folder = tmp_path / "feedback"
    pages = write_pages(book, book.learners(), folder)
    assert len({path.name.lower() for path in pages}) == len(pages) == len(book.learners())
    assert sorted(path.name for path in folder.iterdir()) == sorted(path.name for path in pages)
    for path in pages:
        stem = path.name.partition(".")[0]
        assert path.name.isascii()
        assert stem not in ("con", "CON", "nul", "com1")
    crafted = page_path("Ada", folder).stem.lower()
    assert page_path(crafted, folder).name.lower() != page_path("Ada", folder).name.lower()


def test_one_learner_has_one_page_in_every_unicode_form(open_book, make, tmp_path):
    book = open_book(str(tmp_path / "grades.db"))
    name = "zoé"
    book.record(make(unicodedata.normalize("NFD", name)))
    written = {
        path
        for form in ("NFC", "NFD")
        for path in write_pages(book, [unicodedata.normalize(form, name)], tmp_path / "feedback")
    }
    assert len(written) == 1
    forms = [unicodedata.normalize(form, name) for form in ("NFC", "NFD")]
    assert len({page_path(each, tmp_path) for each in forms}) == 1


@pytest.fixture
def graded(book, make, tmp_path):
    book.record(make("ada", points=4.0))
    book.record(make("bo"))
    write_pages(book, book.learners(), tmp_path / "feedback")
    return book


CHANGES = {
    "mark": (lambda book: book.mark(Mark("ada", "count", 3.0, "Read.", "Tutor")), ["ada"]),
    "comment": (lambda book: book.comment(Comment("ada", "count", "Well done.", "Tutor")), ["ada"]),
    "deadline": (
        lambda book: book.set_deadline(Deadline("count", datetime(2026, 5, 1, tzinfo=UTC))),
        ["ada", "bo"],
    ),
    "name": (lambda book: book.import_roster([Learner("bo", name="Bo Li")]), ["bo"]),
    "section": (lambda book: book.import_roster([Learner("bo", section="A")]), ["bo"]),
    "nothing": (lambda book: None, []),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_page_is_old_when_something_on_it_changed(graded, tmp_path, what):
    change, stale = CHANGES[what]
    change(graded)
    folder = tmp_path / "feedback"
    assert list(stale_pages(graded, [], folder)) == stale
    write_pages(graded, stale, folder)
    assert list(stale_pages(graded, ["ada", "bo"], folder)) == []


def test_a_page_is_old_when_work_times_policy_or_order_change(graded, make, tmp_path):
    folder = tmp_path / "feedback"
    graded.record(make("ada", points=4.0), HandedIn(datetime(2026, 5, 1, tzinfo=UTC), "a list", Source.LIST))
    assert list(stale_pages(graded, [], folder)) == ["ada"]
    write_pages(graded, ["ada"], folder)
    graded.record(make("bo", points=3.0))
    assert list(stale_pages(graded, [], folder)) == ["bo"]
    write_pages(graded, ["bo"], folder)
    assert list(stale_pages(graded, [], folder)) == []
    assert list(stale_pages(graded, [], folder, Policy.LATEST)) == ["ada", "bo"]
    assert list(stale_pages(graded, [], folder, order=["count"])) == ["ada", "bo"]


def test_only_learners_of_the_run_and_those_with_marks_get_a_first_page(graded, make, tmp_path):
    empty = tmp_path / "empty"
    assert list(stale_pages(graded, ["bo"], empty)) == ["bo"]
    graded.import_roster([Learner("carl", name="Carl"), Learner("dora")])
    graded.mark(Mark("carl", "count", None, "Ill.", "Tutor", excused=True))
    graded.mark(Mark("dora", "count", 12.0, "Oral exam.", "Tutor", passed=True))
    assert list(stale_pages(graded, ["bo"], empty)) == ["bo", "carl", "dora"]
    write_pages(graded, ["carl", "dora"], empty)
    assert "Excused: no points are needed." in (empty / "carl.html").read_text(encoding="utf-8")
    said = (empty / "dora.html").read_text(encoding="utf-8")
    assert "12 of 20 points count, passed." in said
    assert "Oral exam. (Tutor, " in said


def test_the_date_of_a_page_says_nothing(graded, tmp_path):
    # A copy or a clock that is wrong may have written any year.
    folder = tmp_path / "feedback"
    for when in (0, 4_000_000_000):
        os.utime(folder / "ada.html", (when, when))
        assert list(stale_pages(graded, ["ada", "bo"], folder)) == []


def test_a_page_that_was_not_finished_does_not_count(graded, tmp_path, monkeypatch):
    folder = tmp_path / "feedback"
    before = (folder / "ada.html").read_text(encoding="utf-8")
    graded.comment(Comment("ada", "count", "Well done.", "Tutor"))

    def full(self: Path, *args: object, **options: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_text", full)
    with pytest.raises(OSError, match="No space left"):
        write_pages(graded, ["ada"], folder)
    assert (folder / "ada.html").read_text(encoding="utf-8") == before
    assert list(stale_pages(graded, [], folder)) == ["ada"]
