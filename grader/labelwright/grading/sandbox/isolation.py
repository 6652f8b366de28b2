"""Isolate a child: resource limits, namespaces, Landlock and seccomp, and which of them are active."""

from __future__ import annotations

import contextlib
import os
import resource
import site
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from labelwright.grading.sandbox import landlock, seccomp
from labelwright.grading.sandbox.hidden_rooms import PACKAGE, hidden_folders, without
from labelwright.grading.sandbox.namespaces import Namespaces

MAX_THREADS = 512

_DEVICES = tuple(Path("/dev") / name for name in ("null", "zero", "urandom", "random"))
_SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
    # joblib and others read here how many processors they may use, and stop where a file is there but refused.
    "/sys/devices/system/cpu",
    "/sys/fs/cgroup/cpu.max",
    "/sys/fs/cgroup/cpu/cpu.cfs_quota_us",
    "/sys/fs/cgroup/cpu/cpu.cfs_period_us",
)


def active_layers(namespaces: Namespaces) -> list[str]:
    """Return the isolation layers that this system offers, by name; limits on time and memory are always one."""
    layers = ["limits"]
    layers += [f"namespaces ({', '.join(namespaces.active)})"] if namespaces.active else []
    layers += [f"landlock {landlock.abi()}"] if landlock.abi() else []
    layers += ["seccomp"] if seccomp.available() else []
    return layers


def isolate(
    namespaces: Namespaces, folder: Path, readable: Iterable[str], memory_mb: int, cpu_seconds: float
) -> None:
    """Isolate this process: it can write only `folder`, and read only `readable` and Python without our hidden rooms.

    The child calls this last, before learner code. Raise OSError if a layer cannot be set up, so that learner code
    never runs with less isolation than the report says.
    """
    set_limits(memory_mb, cpu_seconds, own_users="users" in namespaces.active)
    if landlock.abi():
        files = [Path(path) for path in readable]
        python, listed = readable_python()
        landlock.restrict([*python, *files], [folder, *namespaces.writable], _DEVICES, listed)
    if seccomp.available():
        seccomp.install()


def set_limits(memory_mb: int, cpu_seconds: float, *, own_users: bool) -> None:
    """Limit this process and those it starts; skip a limit that the system does not know.

    The kernel counts threads per user. Only in its own namespace of users (`own_users`) are the user's other
    programs not counted too; otherwise they are added to the limit. The kernel never counts root's.
    """
    megabyte = 1024 * 1024
    wanted = {
        "RLIMIT_AS": memory_mb * megabyte,
        "RLIMIT_CPU": int(cpu_seconds) + 1,
        "RLIMIT_FSIZE": 256 * megabyte,
        "RLIMIT_NOFILE": 256,
        "RLIMIT_CORE": 0,
    }
    if own_users:
        wanted["RLIMIT_NPROC"] = MAX_THREADS
    elif (running := _user_threads()) is not None:
        wanted["RLIMIT_NPROC"] = running + MAX_THREADS
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (value, value))


def _user_threads() -> int | None:
    """Return how many threads this user runs on this machine; None for root, or where the kernel does not say."""
    user, running = os.getuid(), 0
    if user == 0 or not Path("/proc/self/status").is_file():
        return None
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if folder.stat().st_uid == user:
                running += sum(1 for _ in (folder / "task").iterdir())
    return running


@cache
def python_paths() -> tuple[Path, ...]:
    """Return the paths that must be readable so that Python, its packages and ours can still be imported."""
    places = {sys.prefix, sys.base_prefix, *site.getsitepackages(), *_SYSTEM}
    places |= {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    # Our own package may be in a checkout; only the package is readable, not the course next to it.
    places.add(str(PACKAGE))
    return tuple(Path(place) for place in sorted(places) if Path(place) != Path("/"))


@cache
def readable_python() -> tuple[list[Path], list[Path]]:
    """Return what a child may read of Python, and the folders that it may only list.

    The fork server asks once, before it forks: where our package is installed, hundreds of folders are looked at.
    """
    return without(python_paths(), hidden_folders())
