"""The warm parent: a process that has only imported, and forks one walled child for each job."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import socket
import sys
from importlib import import_module
from pathlib import Path

from labelwright.grading.sandbox import linux, wire
from labelwright.grading.sandbox.namespaces import Namespaces

WARM_IMPORTS = (
    "pandas",
    "evalica",
    "labelwright.grading.sandbox.child",
    "labelwright.grading.sandbox.shell",
)
"""What learners' notebooks import most, and what every child needs; imported once, before any fork."""


def main() -> None:
    """Serve jobs from the socket whose descriptor is the first argument until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    if linux.on_linux():
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        _first_to_go()
    namespaces = Namespaces()
    namespaces.enter()
    _import_only()
    from labelwright.grading.sandbox.walls import standing

    control.sendall(json.dumps({"walls": standing(namespaces)}).encode())
    while True:
        try:
            request, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        except OSError:
            return
        if not request:
            return
        message = json.loads(request)
        if message["do"] == "fork":
            reply = {"pid": _fork(control, descriptors[0], namespaces)}
        else:
            reply = {"status": _end(message["pid"])}
        control.sendall(json.dumps(reply).encode())


def _first_to_go() -> None:
    # Where a machine runs out of memory, the kernel shall end a child and not the grader.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _import_only() -> None:
    # Nothing here may run a computation: threads that a library starts would not survive the fork.
    for name in WARM_IMPORTS:
        with contextlib.suppress(ImportError):
            import_module(name)

    gc.collect()
    gc.freeze()


def _fork(control: socket.socket, descriptor: int, namespaces: Namespaces) -> int:
    namespaces.before_fork()
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    code = 70
    try:
        control.close()
        if linux.on_linux():
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        from labelwright.grading.sandbox.child import run_child

        channel = socket.socket(fileno=descriptor)
        _, job = wire.receive(channel, 30)
        run_child(channel, json.loads(job), namespaces)
        code = 0
    finally:
        # No clean-up of the learner's making (atexit, threads) runs.
        os._exit(code)


def _end(pid: int) -> int:
    """End the child and whatever it started, and return its wait status."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    while leftovers := _children():
        for leftover in leftovers:
            os.kill(leftover, signal.SIGKILL)
            os.waitpid(leftover, 0)
    return status


def _children() -> list[int]:
    """What a dead child left behind; with a namespace of processes of its own it can leave nothing."""
    if os.getpid() == 1:
        return []
    try:
        listed = Path("/proc/thread-self/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(pid) for pid in listed.split()]


if __name__ == "__main__":
    main()
