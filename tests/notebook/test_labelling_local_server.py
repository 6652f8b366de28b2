"""The labelling page's server: who gets in, what it sends, and what it refuses; and the files it reads items from."""

from __future__ import annotations

import json
import socket
from dataclasses import dataclass
from http.client import HTTPConnection
from threading import Thread

import pytest

from labelwright.annotations.inputs import ItemsError
from labelwright.notebook.widgets.item_files import open_file, read_items
from labelwright.notebook.widgets.local_server import HOST, MOST_BYTES, server


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    text: str


@dataclass
class Client:
    """Asks a server over a connection of its own, with the path exactly as written."""

    port: int

    @property
    def own(self):
        return {"Origin": f"http://{HOST}:{self.port}", "Content-Type": "application/json"}

    def get(self, path, **headers):
        return self._ask("GET", path, None, headers)

    def post(self, path, body, headers=None):
        return self._ask("POST", path, body, self.own if headers is None else headers)

    def _ask(self, method, path, body, headers):
        connection = HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request(method, path, body, headers)
            found = connection.getresponse()
            named = {name.lower(): value for name, value in found.getheaders()}
            return Answer(found.status, named, found.read().decode())
        finally:
            connection.close()


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    file = tmp_path_factory.mktemp("served") / "a.txt"
    file.write_text("one\ntwo\n", "utf-8")
    running = server(open_file(file, ["good", "bad"], "ada"), "token")
    with socket.create_server((HOST, 0)) as listening:
        thread = Thread(target=running.run, args=([listening],))
        thread.start()
        yield Client(listening.getsockname()[1])
        running.should_exit = True
        thread.join(20)


def test_the_page_and_its_modules_are_served_with_a_strict_policy(client):
    page = client.get("/token/")
    assert page.status == 200
    assert 'data-kind="choice"' in page.text
    for name, kind in (
        ("core.js", "text/javascript"),
        ("kind-choice.js", "text/javascript"),
        ("style.css", "text/css"),
    ):
        found = client.get(f"/token/{name}")
        assert (found.status, found.headers["content-type"].split(";")[0]) == (200, kind)
        policy = found.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/wrong/",
        "/token/../join.py",
        "/token/join.py",
        "/token/..%2fjoin.py",
        "/token/%2e%2e/join.py",
        "/token/%2Fetc%2Fpasswd",
    ],
)
def test_nothing_else_is_served(client, path):
    assert client.get(path).status == 404


def test_a_foreign_host_name_is_refused(client):
    assert client.get("/token/", Host="attacker.example").status == 400


@pytest.mark.parametrize(
    "change",
    [
        {"Origin": None},
        {"Origin": "http://attacker.example"},
        {"Origin": "null"},
        {"Origin": f"http://{HOST}:1"},
        {"Content-Type": "text/plain"},
    ],
)
def test_a_question_from_elsewhere_is_refused(client, change):
    headers = {name: value for name, value in {**client.own, **change}.items() if value}
    assert client.post("/token/ask", '{"ask": "open"}', headers).status == 403


def test_a_question_is_answered(client):
    assert json.loads(client.post("/token/ask", '{"ask": "open"}').text)["marks"] == "oo"
    assert client.post("/wrong/ask", '{"ask": "open"}').status == 404


@pytest.mark.parametrize("body", ["", "[]", "{", "3", "[" * 100_000])
def test_a_broken_question_is_refused(client, body):
    assert client.post("/token/ask", body).status == 400


def test_a_question_without_end_is_cut_off(client):
    assert client.post("/token/ask", b" " * (MOST_BYTES + 1)).status == 413


@pytest.mark.parametrize(
    ("name", "content", "texts"),
    [
        ("a.txt", "one\r\n\ntwo", ["one", "two"]),
        ("a.csv", 'text,stars\n"a, b",3\n"two\nlines",4\n', ["a, b", "two\nlines"]),
        ("a.tsv", "text\tstars\na\t3\n", ["a"]),
        ("a.jsonl", '{"id": 1, "text": "x"}\n\n"plain"\n', ["x", "plain"]),
    ],
)
def test_files_become_items(tmp_path, name, content, texts):
    (tmp_path / name).write_bytes(b"\xef\xbb\xbf" + content.encode())
    assert [item.text for item in read_items(tmp_path / name)] == texts


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.pdf", b"", "files of this type cannot be read"),
        ("a.txt", b"\xff\xfe", "not UTF-8"),
        ("a.txt", b"\n", "nothing to label"),
        ("a.csv", b"a,b\n1,2\n", "one of them must be text"),
        ("a.jsonl", b'{"text": "x"}\n{', "line 2 is not JSON"),
        ("a.jsonl", b"[1]", "Item 1 cannot be read"),
    ],
)
def test_a_file_that_cannot_be_read_is_said(tmp_path, name, content, said):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ItemsError, match=said):
        read_items(tmp_path / name)


def test_a_folder_of_pictures_is_one_item_a_picture(tmp_path):
    with pytest.raises(ItemsError, match="contains no pictures"):
        read_items(tmp_path)
    (tmp_path / "b.PNG").write_bytes(b"")
    (tmp_path / "a.jpg").write_bytes(b"")
    (tmp_path / "c.txt").write_bytes(b"")
    assert [item.id for item in read_items(tmp_path)] == ["a.jpg", "b.PNG"]


def test_the_journal_lies_beside_the_file(tmp_path):
    (tmp_path / "a.txt").write_text("one", "utf-8")
    assert (
        open_file(tmp_path / "a.txt", ["x", "y"], "ada").labelling.journal
        == tmp_path / "x-y.annotations.jsonl"
    )
