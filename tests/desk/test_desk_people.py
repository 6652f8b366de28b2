"""The page of open identities: what the LMS and the work say, decided with a form, taken back, and nothing without names."""

from __future__ import annotations

import pytest

from labelwright.gradebook.identity import Claims, identify
from labelwright.gradebook.roster import Learner

HOSTILE = "<script>alert(1)</script>\u202e"


@pytest.fixture
def client(book, report, sit):
    """Ada's account at the LMS handed in a notebook that states Grace."""
    book.import_roster([Learner("ada", "Ada", canvas_id="12345"), Learner("grace")])
    claims = Claims("Canvas", "12345", lms_name=f"lovelaceada{HOSTILE}", stated="grace")
    found = identify(claims, book.people(), "first-shift", "")
    work = report("ada", verdicts="PP").model_copy(update={"learner": found.learner})
    book.record(work, identity=found)
    return sit(book)


def number(book):
    (row,) = book.identity_report()
    return str(row.number)


def test_an_open_submission_is_shown_with_both_claims(client):
    page = client.get("/people").text
    assert "<strong>1</strong> submission waits" in page
    assert "lovelaceada&lt;script&gt;" in page
    assert "<script>alert" not in page
    assert "\u202e" not in page
    assert '<option value="grace">' in page


def test_it_is_confirmed_and_taken_back(client, book):
    waiting = number(book)
    assert client.post("confirm", {"number": waiting}).headers["location"] == "/people"
    assert book.identity_report() == []
    [decision] = book.decisions()
    assert decision.who == "grace"
    assert "It is known whose each submission is." in client.get("/people").text
    client.post("undo", {"number": str(decision.number)})
    assert number(book) == waiting
    assert "taken back" in client.get("/people").text


def test_it_is_given_to_another_learner(client, book):
    client.post("assign", {"number": number(book), "to": "grace", "reason": "Her words."})
    assert book.identity_report() == []
    assert [report.learner for report in book.reports()] == ["grace"]
    assert book.decisions()[0].reason == "Her words."
    assert book.overview().sheet.grades["grace", "first-shift"].score == 100.0


@pytest.mark.parametrize(
    ("action", "fields"),
    [
        ("assign", {"to": ""}),
        ("assign", {"to": "nobody-of-this-name"}),
        ("assign", {"to": "grace", "number": "x"}),
        ("confirm", {"number": "99"}),
        ("undo", {"number": "99"}),
        ("undo", {"number": ""}),
    ],
)
def test_what_cannot_be_decided_says_why(client, book, action, fields):
    waiting = number(book)
    answer = client.post(action, {"number": waiting, **fields})
    assert answer.status == 400
    assert "Not saved." in answer.text
    assert number(book) == waiting
    assert book.decisions() == []


def test_without_names_nothing_is_shown_and_the_number_is(client):
    client.names = "off"
    page = client.get("/people").text
    assert "<strong>1</strong> submission waits" in page
    assert "lovelaceada" not in page
    assert "grace" not in page


def test_open_work_is_in_no_download_and_the_page_says_so(client):
    page = client.get("/hand-back").text
    assert "Open identity" in page
    [row] = [line for line in client.get("/download/canvas").text.splitlines() if line.startswith("Ada")]
    assert row.endswith(",")
