"""The fork server's program: import everything once, then fork one isolated child for each job."""

from __future__ import annotations

import contextlib
import gc
import json
import os
import re
import signal
import socket
import sys
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path

from labelwright.grading.sandbox import linux, messages
from labelwright.grading.sandbox.namespaces import Namespaces

PRELOADED = (
    "pandas",
    "pandas.core.reshape.reshape",
    "pandas.io.formats.html",
    "pandas.io.formats.string",
    "pyarrow.pandas_compat",
    "labelwright.grading.sandbox.child",
    "labelwright.grading.sandbox.shell",
    # What a shell and its first cell would otherwise import in every child.
    "bdb",
    "IPython.core.application",
    "IPython.core.completerlib",
    "IPython.core.logger",
    "IPython.core.magics",
    "IPython.core.oinspect",
)
"""What most notebooks import and every child needs; imported once, before any fork."""

ON_DEMAND = {
    "evalica": ("evalica",),
    "scipy": ("scipy.stats",),
    "sklearn": (
        "sklearn.ensemble",
        "sklearn.feature_extraction.text",
        "sklearn.linear_model",
        "sklearn.model_selection",
        "sklearn.neighbors",
    ),
}
"""Slow imports that many courses never need: imported after a first notebook has named them, for the next ones."""

_NAMED = re.compile(rf"^\s*(?:import|from)\s+({'|'.join(ON_DEMAND)})\b", re.MULTILINE)


def main() -> None:
    """Serve jobs from the socket whose descriptor is the first argument, until it closes."""
    control = socket.socket(fileno=int(sys.argv[1]))
    if linux.on_linux():
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        linux.prctl(linux.PR_SET_CHILD_SUBREAPER, 1)
        _prefer_for_oom_kill()
    namespaces = Namespaces()
    namespaces.enter()
    _import_only(PRELOADED)
    _prepare_shell()
    _fork_by_default()
    from labelwright.grading.sandbox.isolation import active_layers, readable_python

    readable_python()
    control.sendall(json.dumps({"layers": active_layers(namespaces)}).encode())
    _serve(control, namespaces)


def _serve(control: socket.socket, namespaces: Namespaces) -> None:
    named = -1
    while True:
        try:
            request, descriptors, _, _ = socket.recv_fds(control, 1 << 16, 1)
        except OSError:
            return
        if not request:
            return
        message = json.loads(request)
        if message["do"] == "fork":
            pid, named = _fork(control, descriptors[0], namespaces)
            reply = {"pid": pid}
        else:
            reply = {"status": _end(message["pid"])}
        control.sendall(json.dumps(reply).encode())
        if message["do"] == "end" and named >= 0:
            _import_named(named)
            named = -1


def _prefer_for_oom_kill() -> None:
    # If the machine runs out of memory, the kernel must end a child and not the grader.
    with contextlib.suppress(OSError):
        Path("/proc/self/oom_score_adj").write_text("1000", encoding="ascii")


def _fork_by_default() -> None:
    # From Python 3.14 on, the first lock of multiprocessing starts a helper process unless fork is the default
    # start method. A child must not start processes, but many libraries create locks. `set_start_method` would stop
    # a notebook from choosing a start method itself, so this changes the default.
    if sys.version_info >= (3, 14):
        from multiprocessing import context, get_context

        with contextlib.suppress(AttributeError):
            context._default_context._default_context = get_context("fork")  # type: ignore[attr-defined]


def _import_only(names: Iterable[str]) -> None:
    # Nothing here may compute: threads that a library starts would not survive the fork.
    for name in names:
        with contextlib.suppress(ImportError):
            import_module(name)

    gc.collect()
    gc.freeze()


def _prepare_shell() -> None:
    from labelwright.grading.sandbox.shell import prepared_shell

    prepared_shell()
    gc.collect()
    gc.freeze()


def _import_named(descriptor: int) -> None:
    """Import the modules of ON_DEMAND that the child named, so that the next child finds them."""
    with open(descriptor, encoding="ascii", errors="replace") as pipe:
        named = set(pipe.read(1000).split()) & set(ON_DEMAND)
    wanted = [module for name in sorted(named) for module in ON_DEMAND[name] if module not in sys.modules]
    if wanted:
        _import_only(wanted)


def _fork(control: socket.socket, descriptor: int, namespaces: Namespaces) -> tuple[int, int]:
    """Fork a child for the job on `descriptor`; return its process id and a pipe on which it names modules."""
    namespaces.before_fork()
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(descriptor)
        os.close(writing)
        return pid, reading
    code = 70
    try:
        control.close()
        os.close(reading)
        if linux.on_linux():
            linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
        from labelwright.grading.sandbox.child import run_child

        channel = socket.socket(fileno=descriptor)
        job = json.loads(messages.receive(channel, 30, messages.MAX_JOB)[1])
        # Closed before any learner code runs; the child can only say which names of the list the cells import.
        os.write(writing, " ".join(_NAMED.findall("\n".join(job["cells"])))[:1000].encode())
        os.close(writing)
        run_child(channel, job, namespaces)
        code = 0
    finally:
        # The learner's own clean-up code (atexit, threads) must not run.
        os._exit(code)


def _end(pid: int) -> int:
    """End the child and all processes it started; return its wait status."""
    ended, status = os.waitpid(pid, os.WNOHANG)
    if not ended:
        for kill in (os.killpg, os.kill):
            with contextlib.suppress(OSError):
                kill(pid, signal.SIGKILL)
        status = os.waitpid(pid, 0)[1]
    while orphans := _children():
        for orphan in orphans:
            os.kill(orphan, signal.SIGKILL)
            os.waitpid(orphan, 0)
    return status


def _children() -> list[int]:
    """Return the processes that a dead child left; with its own namespace of processes there are none."""
    if os.getpid() == 1:
        return []
    try:
        listed = Path("/proc/thread-self/children").read_text(encoding="ascii")
    except OSError:
        return []
    return [int(pid) for pid in listed.split()]


if __name__ == "__main__":
    main()
