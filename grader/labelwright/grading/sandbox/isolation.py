"""Isolate a child: resource limits, namespaces, Landlock and seccomp, and which of them are active."""

from __future__ import annotations

import contextlib
import resource
import site
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from labelwright.grading.sandbox import landlock, seccomp
from labelwright.grading.sandbox.namespaces import Namespaces

MAX_THREADS = 512


def set_limits(memory_mb: int, cpu_seconds: float, *, own_users: bool) -> None:
    """Limit this process and those it starts; a limit the system does not know is left out.

    Threads are counted by user: only in a namespace of users of its own (`own_users`) are the user's other
    programs not counted with them. The kernel never counts root's.
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
    for name, value in wanted.items():
        kind = getattr(resource, name, None)
        if kind is not None:
            with contextlib.suppress(ValueError, OSError):
                resource.setrlimit(kind, (value, value))


_DEVICES = tuple(Path("/dev") / name for name in ("null", "zero", "urandom", "random"))
_SYSTEM = (
    "/lib",
    "/lib64",
    "/usr/lib",
    "/usr/lib64",
    "/usr/share/zoneinfo",
    "/etc/ld.so.cache",
    "/etc/localtime",
)


def standing(namespaces: Namespaces) -> list[str]:
    """The walls that this system offers, by name; limits on time and memory are always among them."""
    walls = ["limits"]
    walls += [f"namespaces ({', '.join(namespaces.up)})"] if namespaces.up else []
    walls += [f"landlock {landlock.abi()}"] if landlock.abi() else []
    walls += ["seccomp"] if seccomp.available() else []
    return walls


def raise_walls(
    namespaces: Namespaces, folder: Path, readable: Iterable[str], memory_mb: int, cpu_seconds: float
) -> None:
    """Close this process in: only `folder` can be written, only Python and `readable` can be read.

    Runs in the child, as its last act before learner code. Raises OSError where a wall that should stand
    cannot be raised, so that learner code never runs behind fewer walls than are reported.
    """
    set_limits(memory_mb, cpu_seconds, own_users="users" in namespaces.up)
    if landlock.abi():
        files = [Path(path) for path in readable]
        landlock.restrict([*python_paths(), *files], [folder, *namespaces.writable], _DEVICES)
    if seccomp.available():
        seccomp.install()


@cache
def python_paths() -> tuple[Path, ...]:
    """What has to be readable so that Python, its packages and ours can still be imported."""
    places = {sys.prefix, sys.base_prefix, *site.getsitepackages(), *_SYSTEM, "/sys/devices/system/cpu"}
    places |= {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
    # Our own package may lie in a checkout; it alone is opened, not the course beside it.
    places.add(str(Path(__file__).resolve().parents[2]))
    return tuple(Path(place) for place in sorted(places) if Path(place) != Path("/"))
