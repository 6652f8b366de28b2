"""Measure one command with everything it starts: wall and CPU seconds, peak memory, processes and files left."""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_PR_SET_CHILD_SUBREAPER = 36
_GRACE = 5.0
_EVERY = 0.05


@dataclass(frozen=True)
class Cost:
    """What a command took: seconds, MiB (0 where memory was not sampled), and what it left behind."""

    wall: float
    cpu: float
    tree_mib: float
    own_mib: float
    code: int
    left: int
    files: int
    output: str


def measure(
    command: list[str],
    folder: Path,
    environment: dict[str, str],
    *,
    memory: bool = False,
    timeout: float = 7200,
) -> Cost:
    """Run `command` in `folder` and wait until it and every process it started, detached ones too, has ended.

    CPU seconds are user and system time of all of them, from a control group of the command's own where one can be
    made (cgroup v2, cpu.stat), and else from getrusage: a meter process becomes the reaper of orphans, and the kernel
    adds a process's time to the process that waits for it, but not for one that dies with its namespace. `memory` samples the tree's summed PSS and the command's
    own peak RSS every 50 ms, which costs the measured processes a little; leave it off where time counts.
    """
    with tempfile.TemporaryDirectory(prefix="meter-") as scratch:
        environment = {**environment, "TMPDIR": scratch}
        reading, writing = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.close(reading)
            _measure_and_exit(command, folder, environment, memory, timeout, writing)
        os.close(writing)
        with os.fdopen(reading, encoding="utf-8") as pipe:
            cost = pipe.read()
        os.waitpid(pid, 0)
        return Cost(**json.loads(cost), files=len(os.listdir(scratch)))  # noqa: PTH208


def _measure_and_exit(
    command: list[str], folder: Path, environment: dict[str, str], memory: bool, timeout: float, writing: int
) -> None:
    try:
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0)
        cost = _run(command, folder, environment, memory, timeout)
        with os.fdopen(writing, "w", encoding="utf-8") as pipe:
            pipe.write(json.dumps(cost))
    finally:
        os._exit(0)


def _run(
    command: list[str], folder: Path, environment: dict[str, str], memory: bool, timeout: float
) -> dict[str, object]:
    with tempfile.TemporaryFile() as output, _group() as group:
        began = time.perf_counter()
        started = subprocess.Popen(
            command,
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            preexec_fn=(lambda: _enter(group)) if group else None,
        )
        sampler = _Sampler(started.pid) if memory else None
        try:
            code = started.wait(timeout)
        except subprocess.TimeoutExpired:
            started.kill()
            code = started.wait()
        wall = time.perf_counter() - began
        peak = sampler.stop() if sampler else (0.0, 0.0)
        left = _reap_orphans()
        cpu = _cpu_seconds(group)
        output.seek(0)
        said = output.read().decode("utf-8", "replace")
    cost = Cost(wall, cpu, peak[0], peak[1], code, left, 0, said[-4000:])
    return {name: value for name, value in asdict(cost).items() if name != "files"}


@contextmanager
def _group() -> Iterator[Path | None]:
    """A control group below this process's own, removed at the end; None where none can be made."""
    try:
        mounts = [line.split() for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines()]
        top = next(Path(mount[1]) for mount in mounts if mount[2] == "cgroup2")
        lines = Path("/proc/self/cgroup").read_text(encoding="utf-8").splitlines()
        own = next(line[3:] for line in lines if line.startswith("0::"))
        made = top / own.lstrip("/") / f"labelwright-benchmark-{os.getpid()}"
        made.mkdir()
    except (OSError, StopIteration):
        yield None
        return
    try:
        yield made
    finally:
        with suppress(OSError):
            made.rmdir()


def _enter(group: Path) -> None:
    (group / "cgroup.procs").write_text("0", encoding="ascii")


def _cpu_seconds(group: Path | None) -> float:
    """What every process of the group used, or those that the meter and their parents waited for."""
    if group is not None:
        found = (group / "cpu.stat").read_text(encoding="ascii").split()
        return int(found[found.index("usage_usec") + 1]) / 1e6
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap_orphans() -> int:
    """Wait for processes that outlived the command; return the number of processes that had to be killed."""
    deadline, killed = time.monotonic() + _GRACE, 0
    while True:
        try:
            pid, _ = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return killed
        if pid:
            continue
        if time.monotonic() > deadline:
            for orphan in _children(os.getpid()):
                with suppress(OSError):
                    os.kill(orphan, signal.SIGKILL)
                    killed += 1
            deadline = time.monotonic() + _GRACE
        time.sleep(0.01)


class _Sampler:
    """A thread that keeps the highest summed PSS of a process tree and the root's own peak RSS, in MiB."""

    def __init__(self, pid: int) -> None:
        self._pid = pid
        self._tree = self._own = 0.0
        self._stopped = threading.Event()
        self._thread = threading.Thread(target=self._sample, daemon=True)
        self._thread.start()

    def stop(self) -> tuple[float, float]:
        self._stopped.set()
        self._thread.join()
        return self._tree, self._own

    def _sample(self) -> None:
        meter = os.getpid()
        while not self._stopped.wait(_EVERY):
            self._tree = max(
                self._tree, sum(_kib(pid, "smaps_rollup", "Pss:") for pid in _below(meter)) / 1024
            )
            self._own = max(self._own, _kib(self._pid, "status", "VmHWM:") / 1024)


def _below(pid: int) -> list[int]:
    found, waiting = [], [pid]
    while waiting:
        children = _children(waiting.pop())
        found += children
        waiting += children
    return found


def _children(pid: int) -> list[int]:
    found: list[int] = []
    with suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            with suppress(OSError):
                found += map(int, (task / "children").read_text(encoding="ascii").split())
    return found


def _kib(pid: int, name: str, field: str) -> float:
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/{name}").read_text(encoding="utf-8").splitlines():
            if line.startswith(field):
                return float(line.split()[1])
    return 0.0
