"""A real desk on the loopback address, asked by a client that sends exactly what a test says, and work to show on it."""

from __future__ import annotations

import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import urlencode

import pytest

from labelwright import loopback
from labelwright.checks.verdicts import CheckResult, ExerciseFacts, Outcome, OutcomeKind, Report, Verdict
from labelwright.desk.app import Desk, application
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.policy import Policy
from labelwright.loopback import HOST

# The reports with a task that a person marks are those of the gradebook's tests.
sys.path.insert(0, str(Path(__file__).parents[1] / "gradebook"))

_numbers = count(1)
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def make_report(
    learner: str = "ada", exercise: str = "first-shift", verdicts: str = "PF", **changes: Any
) -> Report:
    """A report with a check for each letter: P passed, F failed, N not attempted, R not run; 50 points each."""
    kinds = {
        "P": Verdict.PASSED,
        "F": Verdict.FAILED,
        "N": Verdict.NOT_ATTEMPTED,
        "R": Verdict.NOT_RUN,
    }
    checks = tuple(
        CheckResult(
            id=f"check-{place}",
            task=f"task-{place}",
            sentence=f"Check {place} holds.",
            verdict=kinds[letter],
            points=50.0 if letter == "P" else 0.0,
            max_points=50.0,
            found=f"Found {place}." if letter == "F" else "",
            misconception="You swapped `a` and `b`." if letter == "F" else "",
        )
        for place, letter in enumerate(verdicts, 1)
    )
    score, most = sum(check.points for check in checks), sum(check.max_points for check in checks)
    fields: dict[str, Any] = {
        "learner": learner,
        "exercise": exercise,
        "facts": ExerciseFacts(title="First shift", module="m01"),
        "version": 1,
        "outcome": Outcome(kind=OutcomeKind.FINISHED, sentence="It ran to its end."),
        "score": score,
        "max_score": most,
        "passed": bool(checks) and score >= 0.7 * most,
        "submission_sha256": sha256(str(next(_numbers)).encode()).hexdigest(),
        "source_name": f"{learner}.ipynb",
        "graded_at": datetime(2026, 11, 1, tzinfo=UTC),
        "checks": checks,
    }
    return Report(**{**fields, **changes})


@pytest.fixture
def report() -> Callable[..., Report]:
    return make_report


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Gradebook]:
    with Gradebook(tmp_path / "gradebook.db") as opened:
        yield opened


@dataclass
class Answer:
    status: int
    headers: dict[str, str]
    cookies: list[str]
    text: str


@dataclass
class Client:
    """Asks a desk over a connection of its own, with the path and headers exactly as written."""

    desk: Desk
    port: int
    names: str = "on"
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def cookie(self) -> str:
        return f"labelwright_desk_{self.port}={self.desk.token}; labelwright_names={self.names}"

    @property
    def origin(self) -> str:
        return f"http://{HOST}:{self.port}"

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for a page as the instructor's browser does; a header that is empty is left out."""
        return self.ask("GET", path, None, {"Cookie": self.cookie, **headers})

    def post(self, name: str, fields: dict[str, str], **headers: str) -> Answer:
        """Send a form as the page itself does, with its token unless the fields have one."""
        body = urlencode({"csrf": self.desk.csrf, **fields})
        stated = {"Cookie": self.cookie, "Origin": self.origin, **FORM, **headers}
        return self.ask("POST", f"/do/{name}", body, stated)

    def ask(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        connection = HTTPConnection(HOST, self.port, timeout=20)
        try:
            connection.request(method, path, body, {name: text for name, text in headers.items() if text})
            found = connection.getresponse()
            named = {name.lower(): value for name, value in found.getheaders()}
            cookies = found.msg.get_all("Set-Cookie") or []
            return Answer(found.status, named, cookies, found.read().decode())
        finally:
            connection.close()


@pytest.fixture
def sit() -> Iterator[Callable[..., Client]]:
    """Open a desk over a gradebook: `sit(book)`, a client."""
    opened: list[tuple[Any, Thread, socket.socket]] = []

    def open_desk(book: Gradebook, policy: Policy = Policy.BEST) -> Client:
        desk = Desk(book, policy, "grace")
        running = loopback.server(application(desk))
        listening = socket.create_server((HOST, 0))
        thread = Thread(target=running.run, args=([listening],))
        thread.start()
        opened.append((running, thread, listening))
        return Client(desk, listening.getsockname()[1])

    yield open_desk
    for running, thread, listening in opened:
        running.should_exit = True
        thread.join(20)
        listening.close()
