"""The warm parent: a process that has only imported, and forks one child for each job."""

from __future__ import annotations

import ctypes
import gc
import json
import os
import signal
import socket
import sys
from pathlib import Path

PR_SET_PDEATHSIG = 1
PR_SET_CHILD_SUBREAPER = 36


def main() -> None:
    """Serve jobs from the socket whose descriptor is the first argument until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
    _prctl(PR_SET_CHILD_SUBREAPER, 1)
    _import_only()
    control.sendall(b"ready\n")
    while True:
        request, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        if not request:
            return
        message = json.loads(request)
        if message["do"] == "fork":
            control.sendall(json.dumps({"pid": _fork(control, descriptors[0])}).encode())
        else:
            control.sendall(json.dumps({"status": _reap(message["pid"])}).encode())


def _import_only() -> None:
    # Nothing here may run a computation: threads that a library starts would not survive the fork.
    import pandas  # noqa: F401
    from IPython.core.interactiveshell import InteractiveShell  # noqa: F401

    import labelwright.grading.sandbox.child  # noqa: F401

    gc.collect()
    gc.freeze()


def _fork(control: socket.socket, descriptor: int) -> int:
    pid = os.fork()
    if pid:
        os.close(descriptor)
        return pid
    code = 70
    try:
        control.close()
        _prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        from labelwright.grading.sandbox import wire
        from labelwright.grading.sandbox.child import run_child

        channel = socket.socket(fileno=descriptor)
        _, job = wire.receive(channel, 30)
        run_child(channel, json.loads(job))
        code = 0
    finally:
        # No clean-up of the learner's making (atexit, threads) runs.
        os._exit(code)


def _reap(pid: int) -> int:
    """Wait for the child, end whatever it left behind, and return its wait status."""
    status = os.waitpid(pid, 0)[1]
    while leftovers := _children():
        for leftover in leftovers:
            os.kill(leftover, signal.SIGKILL)
            os.waitpid(leftover, 0)
    return status


def _children() -> list[int]:
    try:
        listed = Path(f"/proc/self/task/{os.getpid()}/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(pid) for pid in listed.split()]


def _prctl(option: int, value: int) -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(option, value, 0, 0, 0)


if __name__ == "__main__":
    main()
