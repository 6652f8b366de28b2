"""The review pages over HTTP: blind, escaped, saved at each keystroke, and refused with the text still there."""

from __future__ import annotations

import html
import re

import pytest
from person_work import EXERCISE, TASK, person_report, points

from labelwright.checks.verdicts import LabelledItem, Response, ResponsePart
from labelwright.desk.app import Desk
from labelwright.gradebook.mark_questions import Question
from labelwright.gradebook.reviews import Draft

KEY = f"{EXERCISE}--{TASK}"


@pytest.fixture
def client(book, sit):
    book.record(person_report("ada-lovelace", "Rule 1 <img src=x onerror=alert(1)>"))
    return sit(book)


def code_of(answer) -> str:
    return re.fullmatch(r"/mark/([a-z0-9]{6})", answer.headers["location"])[1]


def test_the_class_shows_that_points_wait(client):
    page = client.get("/").text
    assert "partly marked: points wait for a person" in page
    assert 'class="ungraded"' in page


def test_a_response_is_shown_without_its_learner_and_as_text(client):
    code = code_of(client.post("next-response", {"key": KEY}))
    page = client.get(f"/mark/{code}").text
    assert "Rule 1 &lt;img src=x onerror=alert(1)&gt;" in page
    assert "<img" not in page
    assert "ada-lovelace" not in page
    assert code_of(client.post("next-response", {"key": KEY})) == code


def test_labels_and_rationales_are_shown_next_to_their_text(book, sit):
    item = LabelledItem(
        id="m1",
        text="Win <b>now</b>",
        label="spam",
        reason="Money",
        note="n1",
        also=(("rationales", "It asks."),),
    )
    cut = "2 of 3 items are left out."
    part = ResponsePart(name="reviews.annotations.jsonl", items=(item,), cut=cut)
    book.record(person_report("ada", responses=(Response(task=TASK, parts=(part,)),)))
    client = sit(book)
    page = client.get(client.post("next-response", {"key": KEY}).headers["location"]).text
    for said in ("Win &lt;b&gt;now&lt;/b&gt;", "spam", "Money", "n1", "rationales", "It asks.", cut):
        assert said in page


def test_each_keystroke_is_kept_and_an_older_one_is_refused(client):
    code = code_of(client.post("next-response", {"key": KEY}))
    typed = {
        "as": "json",
        "code": code,
        "points-clear": "4",
        "points-example": "1.",
        "comment": "Half a <sent",
    }
    answer = client.post("draft", {**typed, "turn": "1"})
    assert (answer.status, answer.text) == (200, '{"saved":1}')
    page = client.get(f"/mark/{code}").text
    assert "Half a &lt;sent</textarea>" in page
    assert 'name="points-clear" value="4" checked' in page
    assert 'data-turn="1"' in page
    answer = client.post("draft", {**typed, "turn": "1"})
    assert answer.status == 400
    assert "Another window of yours has saved more" in answer.text
    assert client.post("draft", {**typed, "turn": "x"}).status == 400


def test_points_that_do_not_fit_show_the_page_with_what_was_typed(client):
    code = code_of(client.post("next-response", {"key": KEY}))
    answer = client.post(
        "review", {"code": code, "points-clear": "4", "points-example": "9", "comment": "My comment"}
    )
    assert answer.status == 400
    assert "0 to 4 points in steps of 0.5, not 9" in html.unescape(answer.text)
    assert "My comment</textarea>" in answer.text
    assert 'value="9"' in answer.text
    assert client.post("review", {"code": code, "points-clear": "four"}).status == 400


def test_saved_points_become_the_grade(book, client):
    code = code_of(client.post("next-response", {"key": KEY}))
    answer = client.post(
        "review", {"code": code, "points-clear": "4", "points-example": "2,5", "comment": "Good."}
    )
    assert (answer.status, answer.headers["location"]) == (303, "/review")
    assert book.grades()[0].score == 16.5
    assert book.marks()[0].who == "grace"
    assert "You saved 6.5 points" in client.get(f"/mark/{code}").text


def test_a_disagreement_is_decided_with_a_reason(book, client):
    reviews = book.reviews()
    reviews.set_double(EXERCISE, TASK, True, "ida")
    code = code_of(client.post("next-response", {"key": KEY}))
    reviews.save(code, "ida", points(2, 2), "From ida")
    page = client.get(f"/mark/{code}").text
    assert "ida" not in page.replace("hidden", "")
    client.post("review", {"code": code, "points-clear": "4", "points-example": "2"})
    assert f"/adjudicate/{code}" in client.get("/review").text
    page = client.get(f"/adjudicate/{code}").text
    assert page.count('class="differs"') == 1
    assert "From ida" in page
    draft = {"as": "json", "code": code, "turn": "1", "role": "adjudicator", "comment": "Because"}
    assert client.post("draft", draft).status == 200
    assert "Because</textarea>" in client.get(f"/adjudicate/{code}").text
    fields = {"code": code, "points-clear": "4", "points-example": "3"}
    assert "needs a reason" in client.post("adjudicate", fields).text
    assert client.post("adjudicate", {**fields, "comment": "Rule 2."}).headers["location"] == "/review"
    assert [mark.points for mark in book.marks()] == [7.0]


def test_calibration_is_started_and_opened_on_the_markers_page(book, client):
    assert client.post("plan", {"key": KEY, "what": "calibrate"}).headers["location"] == f"/markers/{KEY}"
    answer = client.post("plan", {"key": KEY, "what": "open"})
    assert "nobody has finished" in answer.text
    code = code_of(client.post("next-response", {"key": KEY}))
    after = client.post("review", {"code": code, "points-clear": "4", "points-example": "2"})
    # After the calibration the marker sees the page with the agreement.
    assert after.headers["location"] == f"/markers/{KEY}"
    book.reviews().save(code, "ida", points(2, 2))
    assert "Open the rest" in client.get(f"/markers/{KEY}").text
    assert client.post("plan", {"key": KEY, "what": "open"}).status == 303
    assert client.post("plan", {"key": KEY, "what": "double"}).status == 303
    assert "Mark once from now on" in client.get(f"/markers/{KEY}").text
    assert client.post("plan", {"key": KEY, "what": "x"}).status == 400
    assert client.post("plan", {"key": "x", "what": "double"}).status == 404


def test_a_question_is_answered_in_the_queue(book, client):
    number = book.reviews().ask(Question("ada-lovelace", EXERCISE, "Why <2> points?", "ida", TASK))
    page = client.get("/review").text
    assert "Why &lt;2&gt; points?" in page
    assert "ada-lovelace" in page
    client.names = "off"
    assert "ada-lovelace" not in client.get("/review").text
    assert client.post("answer", {"number": str(number), "text": " "}).status == 400
    assert client.post("answer", {"number": str(number), "text": "Rule 3."}).status == 303
    assert book.notes_for("ada-lovelace", EXERCISE)[-1].text.endswith("The answer: Rule 3.")


def test_an_empty_queue_says_what_would_enter_it(book, report, sit):
    book.record(report())
    assert "Nothing waits for a person" in sit(book).get("/review").text


def test_unknown_codes_and_tasks_have_no_page(client):
    for path in ("/mark/nobody", "/adjudicate/nobody", "/markers/nobody", f"/markers/{EXERCISE}--nothing"):
        assert client.get(path).status == 404


def test_a_draft_of_one_marker_is_not_shown_to_another(book, client, sit):
    code = code_of(client.post("next-response", {"key": KEY}))
    book.reviews().save_draft(code, "ida", Draft({"clear": 6}, "secret thought", 1))
    assert isinstance(client.desk, Desk)
    assert "secret thought" not in client.get(f"/mark/{code}").text
