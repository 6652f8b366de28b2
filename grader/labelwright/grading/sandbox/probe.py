"""Try each forbidden thing in a real child, so that a report names walls that were seen to hold."""

from __future__ import annotations

import contextlib
import os
import socket
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from labelwright import settings
from labelwright.exchange.plain_data import PlainError, loads
from labelwright.grading.sandbox.execution import Execution, Job
from labelwright.grading.sandbox.fork_server import Warm

_ATTEMPTS = """
import os, socket, threading, ctypes
held = {{}}

def attempt(name, act):
    try:
        act()
    except BaseException:
        held[name] = True
    else:
        held[name] = False

attempt("read a file outside", lambda: open({secret!r}).read())
attempt("list a folder outside", lambda: os.listdir({outside!r}))
attempt("write a file outside", lambda: open({target!r}, "w").write("x"))
attempt("delete a file outside", lambda: os.unlink({secret!r}))
attempt("open an internet socket", lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM))
attempt("open a datagram socket", lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
attempt("open a local socket", lambda: socket.socket(socket.AF_UNIX))
pair = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
attempt("send to a local socket that has a path", lambda: pair[0].sendto(b"x", {listening!r}))
attempt("start a process", lambda: os.fork())
attempt("run a program", lambda: os.execv("/bin/sh", ["sh"]))
attempt("signal the grader", lambda: os.kill({grader}, 0))
attempt("signal every process", lambda: os.kill(-1, 0))
held["see the grader's environment"] = {variable!r} not in os.environ
attempt("read another process's environment", lambda: open("/proc/1/environ").read())
attempt("read another process's memory", lambda: open("/proc/self/mem", "rb").read(1))
"""
_LOOP = "while True: pass"
_EAT = "x = bytearray(16 * 1024 ** 3)"


@dataclass(frozen=True)
class Wall:
    """One forbidden thing that a child attempted, and whether it was refused."""

    attempt: str
    held: bool


def probe(warm: Warm) -> list[Wall]:
    """Attempt everything in children of `warm`; takes about a second, most of it the time limit's."""
    with tempfile.TemporaryDirectory(prefix="labelwright-probe-") as outside:
        secret = Path(outside) / "secret"
        secret.write_text("secret", encoding="ascii")
        tried = _tried(warm, outside, secret)
        untouched = secret.is_file() and not (Path(outside) / "target").exists()
    walls = [Wall(name, bool(held)) for name, held in tried.items()]
    walls.append(Wall("change files outside", untouched))
    return walls + _limits(warm)


def quick_probe(warm: Warm) -> list[Wall]:
    """The attempts on files, network and processes only; a few hundredths of a second."""
    with tempfile.TemporaryDirectory(prefix="labelwright-probe-") as outside:
        secret = Path(outside) / "secret"
        secret.write_text("secret", encoding="ascii")
        return [Wall(name, bool(held)) for name, held in _tried(warm, outside, secret).items()]


def _tried(warm: Warm, outside: str, secret: Path) -> dict[str, Any]:
    source = _ATTEMPTS.format(
        secret=str(secret),
        outside=outside,
        target=str(Path(outside) / "target"),
        listening=f"{outside}/socket",
        grader=os.getpid(),
        variable=settings.PROBE_SECRET.name,
    )
    before = os.environ.get(settings.PROBE_SECRET.name)
    os.environ[settings.PROBE_SECRET.name] = "secret"
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
            with contextlib.suppress(OSError):
                listening.bind(f"{outside}/socket")
            run = _run(warm, [source])
        answer = loads(run.ask({"ask": "value", "name": "held"}))
        run.close()
    except PlainError:
        return {}
    finally:
        if before is None:
            del os.environ[settings.PROBE_SECRET.name]
    held = answer.get("value") if isinstance(answer, dict) else None
    return held if isinstance(held, dict) else {}


def _limits(warm: Warm) -> list[Wall]:
    run = _run(warm, [_LOOP, _EAT])
    ends = {end.cell: end.how for end in run.ends}
    run.close()
    return [
        Wall("run for ever", ends.get(1) == "timed_out"),
        Wall("take 16 GiB of memory", ends.get(2) in ("out_of_memory", "crashed")),
    ]


def _run(warm: Warm, cells: list[str]) -> Execution:
    session: dict[str, Any] = {"slug": "probe", "files": {}, "table": None}
    with tempfile.TemporaryDirectory(dir=warm.scratch) as folder:
        job = Job(cells, folder, session, [], {}, cell_seconds=1.0, seconds=20, memory_mb=2048)
        run = Execution(warm, job)
        run.run()
    return run
