"""Gradebooks in SQLite and in a real PostgreSQL, so that each test runs on both, and reports to record."""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from hashlib import sha256
from itertools import count
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from labelwright.checks.verdicts import CheckResult, ExerciseFacts, Outcome, OutcomeKind, Report, Verdict
from labelwright.gradebook.book import Gradebook

# Other processes that a test starts import its helpers by name too.
sys.path.insert(0, str(Path(__file__).parent))

MakeReport = Callable[..., Report]
_numbers = count(1)


def postgres_programs() -> Path | None:
    """The folder with initdb and postgres: Debian's newest, else where initdb is found."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[4]))
    found = debian[-1] if debian else shutil.which("initdb")
    return Path(found).resolve().parent if found else None


def unprivileged() -> str | None:
    """Whom the server runs as: it refuses root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(url: str, server: subprocess.Popen[bytes]) -> None:
    import psycopg

    end = monotonic() + 30
    while True:
        try:
            psycopg.connect(url).close()
            return
        except psycopg.OperationalError as error:
            if server.poll() is not None or monotonic() > end:
                pytest.skip(f"PostgreSQL did not start: {error}")
            sleep(0.05)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The URL of a server of this run's own, on a free port of the loopback, without its database's name."""
    pytest.importorskip("psycopg", reason="its driver is not installed: pip install 'psycopg[binary]'")
    programs, user = postgres_programs(), unprivileged()
    if programs is None:
        pytest.skip("PostgreSQL is not installed here (Debian: apt-get install postgresql)")
    folder = Path(tempfile.mkdtemp(prefix="labelwright-postgres-"))
    if user:
        shutil.chown(folder, user)
    port = free_port()
    url = f"postgresql://postgres@127.0.0.1:{port}"
    init = [
        programs / "initdb",
        "-D",
        folder / "data",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--no-sync",
    ]
    run = [
        programs / "postgres",
        "-D",
        folder / "data",
        "-h",
        "127.0.0.1",
        "-p",
        str(port),
        "-k",
        str(folder),
        "-F",
    ]
    quiet: dict[str, Any] = {
        "stdout": subprocess.DEVNULL,
        "stderr": subprocess.DEVNULL,
        "user": user,
        "cwd": folder,
    }
    server = None
    try:
        subprocess.run(init, check=True, **quiet)
        server = subprocess.Popen(run, **quiet)
        wait_for(f"{url}/postgres", server)
        yield url
    except (OSError, subprocess.CalledProcessError) as error:
        pytest.skip(f"PostgreSQL cannot be run here: {error}")
    finally:
        if server is not None:
            server.send_signal(signal.SIGQUIT)  # at once: nothing in it is kept
            server.wait(30)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where an empty gradebook may be made: a file, then a database of the server."""
    if request.param == "sqlite":
        return str(tmp_path / "grades.db")
    url, name = request.getfixturevalue("postgres"), f"book_{next(_numbers)}"
    import psycopg

    with psycopg.connect(f"{url}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return f"{url}/{name}"


@pytest.fixture
def open_book() -> Iterator[Callable[[str], Gradebook]]:
    """Open gradebooks that are closed at the end of the test."""
    opened: list[Gradebook] = []

    def open_one(where: str) -> Gradebook:
        opened.append(Gradebook(where))
        return opened[-1]

    yield open_one
    for one in opened:
        one.close()


@pytest.fixture
def book(place: str, open_book: Callable[[str], Gradebook]) -> Gradebook:
    return open_book(place)


@pytest.fixture
def make() -> MakeReport:
    """Make a report of two tasks, 10 points each; `points` is what the first task got."""

    def make_report(learner: str = "ada", points: float = 10.0, **changes: Any) -> Report:
        work = changes.pop("work", f"{learner} {changes.get('exercise', 'count')} {points}")
        checks = tuple(
            CheckResult(
                id=f"check_{task}",
                task=task,
                sentence=f"The {task} are right.",
                verdict=Verdict.PASSED if got == 10.0 else Verdict.FAILED,
                points=got,
                max_points=10.0,
                found="" if got == 10.0 else "Found 3 where 4 were expected.",
            )
            for task, got in (("counts", points), ("shares", 10.0))
        )
        fields: dict[str, Any] = {
            "learner": learner,
            "exercise": "count",
            "facts": ExerciseFacts(title="Count the labels", module="m01"),
            "version": 1,
            "outcome": Outcome(kind=OutcomeKind.FINISHED, sentence="Every cell ran to its end."),
            "score": points + 10.0,
            "max_score": 20.0,
            "passed": points >= 5.0,
            "grader_version": "0.1.0",
            "submission_sha256": sha256(str(work).encode()).hexdigest(),
            "exercise_sha256": "e" * 64,
            "source_name": f"{learner}.ipynb",
            "graded_at": datetime(2026, 5, 1, 12, tzinfo=UTC),
            "checks": checks,
        }
        return Report(**{**fields, **changes})

    return make_report
