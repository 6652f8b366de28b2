"""What a child inherits, seen from outside: one channel, no capability, a filter on every thread, no secret in memory."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from labelwright.exchange.plain_data import loads
from labelwright.grading.sandbox.execution import Execution, Job
from labelwright.grading.sandbox.fork_server import shared_fork_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc, which only Linux has")

THREADS = """
import threading, time
gate = threading.Event()
workers = [threading.Thread(target=gate.wait, daemon=True) for _ in range(3)]
for worker in workers:
    worker.start()
"""


def fields(path: Path) -> dict[str, str]:
    lines = path.read_text(encoding="ascii", errors="replace").splitlines()
    return {line.split(":", 1)[0]: line.split(":", 1)[1].strip() for line in lines if ":" in line}


@dataclass
class WaitingChild:
    """A child that has run its cells and waits for questions."""

    run: Execution
    folder: Path


def start_child(folder: Path, cells: list[str]) -> WaitingChild:
    server = shared_fork_server()
    job = Job(cells, str(folder), {"slug": "x", "files": {}, "table": None}, [], {}, 5.0, 20.0, 1024)
    run = Execution(server, job)
    run.run()
    assert run.failures == []
    (proc,) = [p for p in Path("/proc").glob("[0-9]*") if is_child(p, server)]
    return WaitingChild(run, proc)


def is_child(proc: Path, server: Any) -> bool:
    """Whether a process is the child: below the fork server, and with a scratch folder below its."""
    try:
        return str(server.scratch) in str((proc / "cwd").readlink())
    except OSError:
        return False


@pytest.fixture
def child(arena_course: Any) -> Iterator[WaitingChild]:
    import tempfile

    folder = Path(tempfile.mkdtemp(dir=shared_fork_server().scratch))
    child = start_child(folder, [THREADS])
    yield child
    child.run.close()
    folder.rmdir()


def test_nothing_but_the_channel_is_open(child: WaitingChild) -> None:
    opened = {fd.name: str(fd.readlink()) for fd in (child.folder / "fd").iterdir()}
    sockets = [target for target in opened.values() if target.startswith("socket:")]
    assert len(sockets) == 1, opened
    # Some builds of libffi, which ctypes uses, keep the library's own file open to map it again.
    others = [target for target in opened.values() if "/libffi.so" not in target and target not in sockets]
    assert others == ["/dev/null"] * 3


def test_every_thread_is_isolated(child: WaitingChild) -> None:
    tasks = list((child.folder / "task").iterdir())
    assert len(tasks) == 4
    for task in tasks:
        status = fields(task / "status")
        assert status["Seccomp"] == "2"
        assert status["NoNewPrivs"] == "1"
        for kind in ("CapInh", "CapPrm", "CapEff", "CapAmb"):
            assert int(status[kind], 16) == 0, kind


def test_limits_are_set(child: WaitingChild) -> None:
    limits = (child.folder / "limits").read_text(encoding="ascii")
    for name in ("cpu time", "file size", "open files", "address space", "core file size"):
        (line,) = re.findall(rf"Max {name}\s+(\S+)\s+(\S+)", limits)
        assert "unlimited" not in line, name


def test_where_memory_runs_out_a_child_goes_first(child: WaitingChild) -> None:
    assert int((child.folder / "oom_score_adj").read_text(encoding="ascii")) == 1000


def test_no_secret_is_in_its_memory(child: WaitingChild, arena_course: Any) -> None:
    _, _, canary, _ = arena_course
    needles = [canary.encode(), canary.encode("utf-16-le"), b"counts_every_label", b"BATCHES = "]
    found, seen, size = [], False, 0
    with (child.folder / "mem").open("rb", buffering=0) as memory:
        for line in (child.folder / "maps").read_text(encoding="ascii").splitlines():
            (
                span,
                rights,
                *_,
            ) = line.split()
            low, high = (int(part, 16) for part in span.split("-"))
            if not rights.startswith("rw") or "[v" in line:
                continue
            try:
                memory.seek(low)
                block = memory.read(high - low)
            except OSError:
                continue
            size += len(block)
            found += [needle for needle in needles if needle in block]
            seen |= b"workers = [threading" in block
    assert seen, "the search does not find the child's own cells, so it finds nothing"
    assert size > 10_000_000
    assert found == []


def test_a_child_sees_no_network_but_itself_and_few_processes(child: WaitingChild) -> None:
    names = ("net", "ipc", "uts", "mnt", "user", "pid")
    here, there = Path("/proc/self/ns"), child.folder / "ns"
    same = [name for name in names if (here / name).readlink() == (there / name).readlink()]
    if "namespaces" not in shared_fork_server().level:
        pytest.skip("this machine offers no namespaces")
    assert same == []


def test_the_answer_comes_from_the_waiting_child(child: WaitingChild) -> None:
    assert loads(child.run.ask({"ask": "value", "name": "no such"})) == {"state": "absent"}
