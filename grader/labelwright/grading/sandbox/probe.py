"""Try each forbidden action in a real child, so that a report names only isolation that works."""

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
from labelwright.grading.sandbox.fork_server import ForkServer

_ATTEMPTS = """
import os, socket, threading, ctypes
refused = {{}}

def attempt(name, act):
    try:
        act()
    except BaseException:
        refused[name] = True
    else:
        refused[name] = False

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
refused["see the grader's environment"] = {variable!r} not in os.environ
attempt("read another process's environment", lambda: open("/proc/1/environ").read())
attempt("read another process's memory", lambda: open("/proc/self/mem", "rb").read(1))
"""
_LOOP = "while True: pass"
_EAT = "x = bytearray(16 * 1024 ** 3)"


@dataclass(frozen=True)
class Attempt:
    """One forbidden action that a child tried, and whether it was refused."""

    action: str
    refused: bool


def probe(server: ForkServer) -> list[Attempt]:
    """Try everything in children of `server`; this takes about a second, mostly for the time limit."""
    with tempfile.TemporaryDirectory(prefix="labelwright-probe-") as outside:
        secret = Path(outside) / "secret"
        secret.write_text("secret", encoding="ascii")
        refused = _try_actions(server, outside, secret)
        untouched = secret.is_file() and not (Path(outside) / "target").exists()
    attempts = [Attempt(action, bool(was_refused)) for action, was_refused in refused.items()]
    attempts.append(Attempt("change files outside", untouched))
    return attempts + _try_limits(server)


def quick_probe(server: ForkServer) -> list[Attempt]:
    """Try only the actions on files, network and processes; this takes a few hundredths of a second."""
    with tempfile.TemporaryDirectory(prefix="labelwright-probe-") as outside:
        secret = Path(outside) / "secret"
        secret.write_text("secret", encoding="ascii")
        refused = _try_actions(server, outside, secret)
    return [Attempt(action, bool(was_refused)) for action, was_refused in refused.items()]


def _try_actions(server: ForkServer, outside: str, secret: Path) -> dict[str, Any]:
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
            run = _run(server, [source])
        answer = loads(run.ask({"ask": "value", "name": "refused"}))
        run.close()
    except PlainError:
        return {}
    finally:
        if before is None:
            del os.environ[settings.PROBE_SECRET.name]
    refused = answer.get("value") if isinstance(answer, dict) else None
    return refused if isinstance(refused, dict) else {}


def _try_limits(server: ForkServer) -> list[Attempt]:
    run = _run(server, [_LOOP, _EAT])
    kinds = {failure.cell: failure.kind for failure in run.failures}
    run.close()
    return [
        Attempt("run forever", kinds.get(1) == "timed_out"),
        Attempt("take 16 GiB of memory", kinds.get(2) in ("out_of_memory", "crashed")),
    ]


def _run(server: ForkServer, cells: list[str]) -> Execution:
    session: dict[str, Any] = {"slug": "probe", "files": {}, "table": None}
    with tempfile.TemporaryDirectory(dir=server.scratch) as folder:
        job = Job(cells, folder, session, [], {}, cell_seconds=1.0, seconds=20, memory_mb=2048)
        run = Execution(server, job)
        run.run()
    return run
