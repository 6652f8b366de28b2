"""Limit the time and memory that checks may take for one submission, whose answers may be made to be slow or large."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

from labelwright.checks.runner import CheckTimeout

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

MEMORY = 4 * 1024**3
"""Bytes of private memory that the grader's process may have while checks run."""
AGAIN = 1.0
"""Seconds that each further check gets when the time for all of them is used up."""


@contextlib.contextmanager
def limited_checks(seconds: float) -> Iterator[None]:
    """Raise CheckTimeout in the code below after `seconds` and every AGAIN seconds after that, and MemoryError over MEMORY.

    Only a process's main thread can be stopped by the clock; the executors of this package grade in main threads,
    apart from Dask's workers.
    """
    with _memory_limit(), _clock(seconds):
        yield


@contextlib.contextmanager
def _clock(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread() or not hasattr(signal, "setitimer"):
        yield
        return

    def stop(number: int, frame: object) -> None:
        raise CheckTimeout(seconds)

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextlib.contextmanager
def _memory_limit() -> Iterator[None]:
    if resource is None or not hasattr(resource, "RLIMIT_DATA"):
        yield
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_DATA)
    wanted = MEMORY if hard == resource.RLIM_INFINITY else min(MEMORY, hard)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (wanted, hard))
    try:
        yield
    finally:
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_DATA, (soft, hard))
