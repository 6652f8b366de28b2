"""Raise the walls round one child, in layers, and say which of them stand."""

from __future__ import annotations

import site
import sys
import sysconfig
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from labelwright.grading.sandbox import landlock, seccomp
from labelwright.grading.sandbox.limits import set_limits
from labelwright.grading.sandbox.namespaces import Namespaces

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
