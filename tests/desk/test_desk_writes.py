"""What the desk writes: saved before the answer, refused with a reason and without losing what was typed."""

from __future__ import annotations

import re
import subprocess
import sys
from contextlib import closing
from http.client import HTTPConnection
from urllib.parse import urlencode

import pytest

from labelwright.gradebook.book import Gradebook
from labelwright.loopback import HOST

FORM = {"Content-Type": "application/x-www-form-urlencoded"}
WHERE = {"learner": "1", "exercise": "first-shift"}


@pytest.fixture
def client(book, report, sit):
    book.record(report())
    return sit(book)


def test_a_comment_is_stored_and_shown(client, book):
    answer = client.post(
        "comment", {**WHERE, "text": "Look at item 7.\nTwice.", "who": "Grace", "task": "task-1"}
    )
    assert (answer.status, answer.headers["location"]) == (303, "/learner/1#first-shift")
    [comment] = book.sheet().comments["ada", "first-shift"]
    assert (comment.text, comment.who, comment.task) == ("Look at item 7.\nTwice.", "Grace", "task-1")
    assert "Look at item 7." in client.get("/learner/1").text


def test_a_comment_can_be_withdrawn(client, book):
    client.post("comment", {**WHERE, "text": "Wrong."})
    [comment] = book.sheet().comments["ada", "first-shift"]
    assert comment.who == "grace"
    assert client.post("withdraw", {**WHERE, "number": str(comment.number)}).status == 303
    assert book.sheet().comments == {}
    assert client.post("withdraw", {**WHERE, "number": "x"}).status == 400
    assert client.post("withdraw", {**WHERE, "number": "99"}).status == 400


def test_marks_are_stored_with_their_reason(client, book):
    def grade():
        return book.sheet().grades["ada", "first-shift"]

    assert client.post("mark", {**WHERE, "points": "80,5", "reason": "Close.", "passed": "yes"}).status == 303
    assert (grade().score, grade().passed) == (80.5, True)
    assert client.post("mark", {**WHERE, "kind": "withdraw", "reason": "No."}).status == 303
    assert (grade().score, grade().passed) == (50.0, False)
    assert client.post("mark", {**WHERE, "task": "task-2", "points": "10", "reason": "Half."}).status == 303
    assert grade().score == 60.0
    assert client.post("mark", {**WHERE, "kind": "excused", "reason": "Ill."}).status == 303
    assert grade().standing.value == "excused"
    assert [mark.reason for mark in book.marks()] == ["Close.", "No.", "Half.", "Ill."]
    page = client.get("/learner/1").text
    assert "Every mark ever given (4)" in page


@pytest.mark.parametrize(
    ("action", "fields", "said"),
    [
        ("mark", {"points": "80", "reason": ""}, "A mark needs a reason"),
        ("mark", {"points": "101", "reason": "Kind."}, "so a mark of 101 is too high"),
        ("mark", {"points": "-1", "reason": "Kind."}, "A mark is a number, 0 or more"),
        ("mark", {"points": "many", "reason": "Kind."}, "is not a number of points"),
        ("mark", {"points": "nan", "reason": "Kind."}, "A mark is a number, 0 or more"),
        ("mark", {"points": "1", "reason": "Kind.", "task": "none"}, "no task in first-shift called"),
        ("comment", {"text": " "}, "The comment is empty"),
    ],
)
def test_what_is_refused_says_why_and_keeps_what_was_typed(client, book, action, fields, said):
    answer = client.post(action, {**WHERE, **fields})
    assert answer.status == 400
    assert "Not saved." in answer.text
    assert said in answer.text
    for text in fields.values():
        assert text in answer.text
    assert book.marks() == []
    assert book.sheet().comments == {}


@pytest.mark.parametrize(
    "where", [{"learner": "9", "exercise": "first-shift"}, {"learner": "1", "exercise": "x"}, {}]
)
def test_a_form_for_nobody_is_refused(client, where):
    answer = client.post("comment", {**where, "text": "x"})
    assert answer.status in (400, 404)
    assert "Traceback" not in answer.text


def test_a_change_by_another_program_is_shown_at_once(client, book, report):
    assert "lovelace" not in client.get("/").text
    with Gradebook(book.place) as other:
        other.record(report("lovelace"))
    assert "lovelace" in client.get("/").text


def test_two_desks_write_into_one_gradebook(book, report, sit):
    book.record(report())
    with Gradebook(book.place) as second:
        desks = [sit(book), sit(second)]
        for turn in range(4):
            assert desks[turn % 2].post("comment", {**WHERE, "text": f"Comment {turn}."}).status == 303
        assert len(book.sheet().comments["ada", "first-shift"]) == 4
        for desk in desks:
            assert "Comment 3." in desk.get("/learner/1").text


def test_a_desk_that_is_killed_loses_nothing(book, report):
    book.record(report())
    command = [sys.executable, "-c", "from labelwright.cli import main; main()", "desk", "--no-browser"]
    desk = subprocess.Popen([*command, "--gradebook", book.place], stdout=subprocess.PIPE, text=True)
    try:
        address = re.search(r"http://[^:]+:(\d+)/\?token=(\S+)", desk.stdout.readline())
        port, cookie = int(address[1]), f"labelwright_desk_{address[1]}={address[2]}"
        with closing(HTTPConnection(HOST, port, timeout=20)) as asked:
            asked.request("GET", "/", headers={"Cookie": cookie})
            csrf = re.search(r'name="csrf" content="(\w+)"', asked.getresponse().read().decode())[1]
            body = urlencode({**WHERE, "csrf": csrf, "text": "Kept.", "who": "grace"})
            own = {"Cookie": cookie, "Origin": f"http://{HOST}:{port}", **FORM}
            asked.request("POST", "/do/comment", body, own)
            assert asked.getresponse().status == 303
    finally:
        desk.kill()
        desk.communicate()
    with Gradebook(book.place) as again:
        [comment] = again.sheet().comments["ada", "first-shift"]
        assert comment.text == "Kept."
