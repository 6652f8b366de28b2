"""Limits that the kernel keeps for one child: memory, CPU time, file size, open files."""

from __future__ import annotations

import contextlib
import resource

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
