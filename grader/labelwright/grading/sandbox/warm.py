"""The grader's side of the warm parent: start it, have it fork, end children, learn how they ended."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from typing import Any


class SandboxError(Exception):
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
        with theirs:
            self._parent = subprocess.Popen(
                [sys.executable, "-I", "-m", "labelwright.grading.sandbox.zygote", str(theirs.fileno())],
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
        self.walls: tuple[str, ...] = tuple(json.loads(ready)["walls"])

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
        kinds = {wall.split()[0] for wall in self.walls}
        return {"landlock", "seccomp"} <= kinds

    def close(self) -> None:
        """End the warm parent; its children end with it."""
        self._control.close()
        try:
            self._parent.wait(5)
        except subprocess.TimeoutExpired:
            self._parent.kill()
            self._parent.wait()

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
