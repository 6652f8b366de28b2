"""Who may ask the desk: host, origin, token and form token, on every page and every action."""

from __future__ import annotations

import pytest
from person_work import person_report, points

from labelwright import loopback
from labelwright.desk.routes import ACTIONS, DOWNLOADS, PAGES

PATHS = [
    "/",
    "/exercises",
    "/people",
    "/review",
    "/mark/aaaaaa",
    "/adjudicate/aaaaaa",
    "/markers/write-rules--rules",
    "/static/review.js",
    "/hand-back",
    "/exercise/first-shift",
    "/learner/1",
    "/static/desk.css",
    "/download/csv",
]


@pytest.fixture
def client(book, report, sit, monkeypatch):
    book.record(report())
    monkeypatch.setattr("labelwright.gradebook.responses.secrets.choice", lambda letters: "a")
    book.record(person_report("lin"))
    reviews = book.reviews()
    reviews.set_double("write-rules", "rules", True, "ida")
    reviews.save("aaaaaa", "ida", points(4, 2))
    reviews.save("aaaaaa", "grace", points(2, 2))
    return sit(book)


def test_the_list_of_paths_has_every_page_and_every_download(client):
    first = {path.split("/")[1] for path in PATHS}
    assert {page.name for page in PAGES} - {"class"} <= first
    assert DOWNLOADS


@pytest.mark.parametrize("path", PATHS)
def test_a_page_needs_the_cookie_and_the_right_host(client, path):
    assert client.get(path).status == 200
    assert client.get(path, Cookie="").status == 403
    assert client.get(path, Cookie=f"labelwright_desk_{client.port}=wrong").status == 403
    assert client.get(path, Host="attacker.example").status == 400
    assert client.get(path, Host=f"localhost.attacker.example:{client.port}").status == 400
    assert client.get(path, Origin="http://attacker.example").status == 403
    assert client.get(path, Origin="null").status == 403


@pytest.mark.parametrize("path", PATHS)
def test_an_answer_says_what_the_browser_must_not_do(client, path):
    headers = client.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["cache-control"] == "no-store"
    assert headers["x-content-type-options"] == "nosniff"
    refused = client.get(path, Cookie="").headers
    assert refused["cache-control"] == "no-store"
    assert "default-src 'none'" in refused["content-security-policy"]


@pytest.mark.parametrize(
    "sent",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "iframe"},
        {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
    ],
)
def test_another_page_cannot_embed_a_page_of_the_desk(client, sent):
    assert client.get("/", **sent).status == 403


def test_a_link_to_the_desk_on_another_page_may_be_followed(client):
    opened = {"Sec-Fetch-Site": "same-site", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    assert client.get("/", **opened).status == 200


def test_the_token_in_the_address_becomes_a_cookie(client):
    inside = client.get(f"/?token={client.desk.token}", Cookie="")
    assert (inside.status, inside.headers["location"]) == (303, "/")
    [cookie] = inside.cookies
    assert cookie.startswith(f"labelwright_desk_{client.port}={client.desk.token};")
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()
    assert client.get("/?token=wrong", Cookie="").status == 403
    assert client.get(f"/learner/1?token={client.desk.token}", Cookie="").status == 403


@pytest.mark.parametrize("action", [action.name for action in ACTIONS])
def test_a_form_needs_cookie_origin_and_token(client, book, action):
    fields = {"learner": "1", "exercise": "first-shift", "text": "x", "reason": "x", "points": "1"}
    for headers in (
        {"Cookie": ""},
        {"Origin": ""},
        {"Origin": "http://attacker.example"},
        {"Origin": f"http://{loopback.HOST}:1"},
    ):
        assert client.post(action, fields, **headers).status == 403
    assert client.post(action, {**fields, "csrf": "wrong"}).status == 403
    assert client.post(action, {**fields, "csrf": ""}).status == 403
    assert client.get(f"/do/{action}").status == 405
    sheet = book.sheet()
    assert sheet.comments == {}
    assert book.marks() == []


def test_a_form_without_end_is_cut_off(client):
    assert client.post("comment", {"text": "x" * 300_000}).status == 413


def test_a_page_that_does_not_exist_says_so(client):
    for path in (
        "/learner/99",
        "/learner/x",
        "/exercise/none",
        "/nothing",
        "/static/../app.py",
        "/learner/9" + "9" * 40,
    ):
        found = client.get(path)
        assert found.status == 404
        assert "Traceback" not in found.text
