"""The fork server: a parent that has imported everything, from which each submission's child forks."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import socket
import subprocess
import sys
from typing import Any

from labelwright.errors import LabelwrightError
from labelwright.grading.sandbox import bubblewrap
from labelwright.grading.sandbox.scratch import scratch_folder


class SandboxError(LabelwrightError):
    """No child can be started here; the text says why and what that costs."""


class Warm:
    """A warm parent process; one job at a time."""

    def __init__(self) -> None:
        if not hasattr(os, "fork") or not hasattr(socket, "send_fds"):
            raise SandboxError(
                "This system cannot fork processes, so notebooks cannot be graded here. "
                "Grade on Linux or macOS, or on Windows inside WSL. Checking in a notebook works everywhere."
            )
        ours, theirs = socket.socketpair()
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"}
        # Every job's scratch folder lies in this one, the only place that an outer wall leaves open.
        self.scratch = scratch_folder()
        wrap = bubblewrap.prefix(self.scratch) if bubblewrap.available() else []
        with theirs:
            self._parent = subprocess.Popen(
                [
                    *wrap,
                    sys.executable,
                    "-I",
                    "-m",
                    "labelwright.grading.sandbox.fork_server_main",
                    str(theirs.fileno()),
                ],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                # Ctrl-C in a terminal must reach the grader alone, which then ends what it started.
                start_new_session=True,
                env=environment,
            )
        self._control = ours
        ours.settimeout(120)
        ready = self._reply_line()
        if not ready:
            raise SandboxError("The warm parent of the sandbox did not start. Run `labelwright doctor`.")
        self.walls: tuple[str, ...] = (*(["bubblewrap"] if wrap else []), *json.loads(ready)["walls"])

    def fork(self) -> tuple[int, socket.socket]:
        """A fresh child: (its process id, the channel to it)."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b'{"do": "fork"}'], [theirs.fileno()])
        return int(self._reply()["pid"]), ours

    def end(self, pid: int) -> int:
        """End the child and all it started; its wait status, which tells how it ended if it had already."""
        self._control.sendall(json.dumps({"do": "end", "pid": pid}).encode())
        return int(self._reply()["status"])

    @property
    def level(self) -> str:
        """The walls that stand round each child, as one line for a report."""
        return " + ".join(self.walls)

    @property
    def walled(self) -> bool:
        """Whether files, network and other processes are out of learner code's reach."""
        kinds = {wall.split()[0]: wall for wall in self.walls}
        # Before its third version, Landlock let a file be cut to nothing that was only to be read.
        whole = (
            "read-only" in kinds.get("namespaces", "") or int(kinds.get("landlock", "x 0").split()[1]) >= 3
        )
        return {"landlock", "seccomp"} <= set(kinds) and whole

    def close(self) -> None:
        """End the warm parent; its children end with it."""
        self._control.close()
        try:
            self._parent.wait(5)
        except subprocess.TimeoutExpired:
            self._parent.kill()
            self._parent.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _reply_line(self) -> bytes:
        try:
            return self._control.recv(1 << 16)
        except OSError:
            return b""

    def _reply(self) -> dict[str, Any]:
        line = self._reply_line()
        if not line:
            raise SandboxError("The warm parent of the sandbox has ended. Start the command again.")
        reply: dict[str, Any] = json.loads(line)
        return reply


_warm: dict[int, Warm] = {}


def warm_parent() -> Warm:
    """The warm parent of this process; one inherited over a fork is another process's and is left alone."""
    if os.getpid() not in _warm:
        _warm.clear()
        _warm[os.getpid()] = Warm()
        atexit.register(close_warm)
    return _warm[os.getpid()]


def close_warm() -> None:
    """End this process's warm parent, if there is one."""
    kept = _warm.pop(os.getpid(), None)
    if kept is not None:
        kept.close()
