"""The fork server: a process that has imported everything, from which each submission's child is forked."""

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
    """No child can be started on this machine; the message says why and what that means."""


class ForkServer:
    """A process that forks children on request; it does one job at a time."""

    def __init__(self) -> None:
        if not hasattr(os, "fork") or not hasattr(socket, "send_fds"):
            raise SandboxError(
                "This system cannot fork processes, so notebooks cannot be graded here. "
                "Grade on Linux or macOS, or on Windows inside WSL. Checking in a notebook works everywhere."
            )
        ours, theirs = socket.socketpair()
        environment = {"PATH": "/usr/local/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
        environment |= {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "ARROW_IO_THREADS": "1"}
        # A child may start no process, so joblib (and with it scikit-learn's n_jobs) works in one process.
        environment |= {"JOBLIB_MULTIPROCESSING": "0", "LOKY_MAX_CPU_COUNT": "1"}
        # Every job's scratch folder is inside this one, the only folder that bubblewrap leaves writable.
        self.scratch = scratch_folder()
        wrap = bubblewrap.prefix(self.scratch) if bubblewrap.available() else []
        with theirs:
            self._process = subprocess.Popen(
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
                # Ctrl-C in a terminal must reach only the grader, which then ends the processes it started.
                start_new_session=True,
                env=environment,
            )
        self._control = ours
        ours.settimeout(120)
        ready = self._reply_line()
        if not ready:
            raise SandboxError("The sandbox's fork server did not start. Run `labelwright doctor`.")
        self.layers: tuple[str, ...] = (*(["bubblewrap"] if wrap else []), *json.loads(ready)["layers"])

    def fork(self) -> tuple[int, socket.socket]:
        """Fork a new child; return its process id and the channel to it."""
        ours, theirs = socket.socketpair()
        with theirs:
            socket.send_fds(self._control, [b'{"do": "fork"}'], [theirs.fileno()])
        return int(self._reply()["pid"]), ours

    def end(self, pid: int) -> int:
        """End the child and all processes it started; return its wait status, which says how it ended."""
        self._control.sendall(json.dumps({"do": "end", "pid": pid}).encode())
        return int(self._reply()["status"])

    @property
    def level(self) -> str:
        """The active isolation layers, as one line for a report."""
        return " + ".join(self.layers)

    @property
    def is_isolated(self) -> bool:
        """Whether learner code cannot reach files, the network and other processes."""
        kinds = {layer.split()[0]: layer for layer in self.layers}
        # Before version 3, Landlock allowed emptying a file that was readable only.
        read_only = (
            "read-only" in kinds.get("namespaces", "") or int(kinds.get("landlock", "x 0").split()[1]) >= 3
        )
        return {"landlock", "seccomp"} <= set(kinds) and read_only

    @property
    def limits_threads(self) -> bool:
        """Whether the kernel limits a child's threads; it never counts those of root outside a namespace of users."""
        return os.getuid() != 0 or any("users" in layer for layer in self.layers)

    @property
    def limits_disk(self) -> bool:
        """Whether the kernel limits a child's scratch folder; without its own mounts, the grader has to watch it."""
        return any("mounts" in layer for layer in self.layers)

    def close(self) -> None:
        """End the fork server; its children end with it."""
        self._control.close()
        try:
            self._process.wait(5)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        shutil.rmtree(self.scratch, ignore_errors=True)

    def _reply_line(self) -> bytes:
        try:
            return self._control.recv(1 << 16)
        except OSError:
            return b""

    def _reply(self) -> dict[str, Any]:
        line = self._reply_line()
        if not line:
            raise SandboxError("The sandbox's fork server has ended. Start the command again.")
        reply: dict[str, Any] = json.loads(line)
        return reply


_servers: dict[int, ForkServer] = {}


def shared_fork_server() -> ForkServer:
    """Return this process's fork server, and start it at first use.

    A server inherited through fork belongs to the parent process and is not reused.
    """
    if os.getpid() not in _servers:
        _servers.clear()
        _servers[os.getpid()] = ForkServer()
        atexit.register(close_fork_server)
    return _servers[os.getpid()]


def close_fork_server() -> None:
    """End this process's fork server, if there is one."""
    server = _servers.pop(os.getpid(), None)
    if server is not None:
        server.close()
