"""Executors that grade: processes on this machine, or a Dask cluster."""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from labelwright import settings
from labelwright.errors import LabelwrightError
from labelwright.exchange.outside_text import lines
from labelwright.log import log_level, show_log

if TYPE_CHECKING:
    from multiprocessing.sharedctypes import Synchronized

    from distributed import Client


class ExecutorError(LabelwrightError):
    """The requested executor is not available. The message says why and what to use."""


SECONDS = 15.0
"""How long a scheduler may take to answer."""


@dataclass(frozen=True)
class ExecutorSpec:
    """How to open an executor, and how many submissions it grades at once; `open` None is this process."""

    open: Callable[[], Executor] | None
    workers: int


def parse_executor(spec: str) -> ExecutorSpec:
    """Return the executor for `processes:N` or `dask:ADDRESS`; raise ExecutorError for another text."""
    kind, _, value = spec.partition(":")
    if kind == "processes" and value.isdigit() and int(value) > 0:
        count = int(value)
        return ExecutorSpec(None if count == 1 else lambda: _processes(count), count)
    if kind == "dask" and value:
        return _dask(value)
    raise ExecutorError(
        f"{spec!r} is not an executor. Write processes:N for N processes on this machine, "
        "or dask:ADDRESS for a cluster, such as dask:tcp://10.0.0.5:8786."
    )


def connect(address: str) -> Client:
    """Return a client of the scheduler at `address`; raise ExecutorError if it does not answer within SECONDS."""
    from distributed import Client
    from distributed.security import Security

    files = [setting.read() for setting in settings.TLS]
    given = [str(path) for path in files if path]
    names = ", ".join(setting.name for setting in settings.TLS)
    if given and len(given) != 3:
        raise ExecutorError(f"For TLS set all three of {names}, or none.")
    if address.startswith("tls://") and not given:
        raise ExecutorError(f"{address} needs TLS. Set {names} to the paths of your certificates first.")
    security = (
        Security(
            tls_ca_file=given[0], tls_client_cert=given[1], tls_client_key=given[2], require_encryption=True
        )
        if given
        else None
    )
    try:
        return Client(address, timeout=SECONDS, security=security, set_as_default=False)
    except (OSError, TimeoutError, ValueError) as error:
        raise ExecutorError(
            f"The scheduler at {address} does not answer: {error}. Check that `dask scheduler` runs there, "
            "that the port is open to this machine, and that both use TLS or neither does."
        ) from None


def _processes(count: int) -> Executor:
    # Workers are children of this process, so they always end with it; a fork server's workers can outlive
    # both. Spawned, they inherit no open file and no thread of this process.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        count,
        mp_context=context,
        initializer=_prepare_worker,
        initargs=(os.getpid(), log_level(), context.Value("i", 0)),
    )


def _pin(started: Synchronized[int]) -> None:
    """Keep this worker, and the notebooks that it runs, on one processor, so that they take no other worker's."""
    if not hasattr(os, "sched_setaffinity"):
        return
    processors = sorted(os.sched_getaffinity(0))
    with started.get_lock():
        place = started.value
        started.value += 1
    with contextlib.suppress(OSError):
        os.sched_setaffinity(0, {processors[place % len(processors)]})


def _prepare_worker(coordinator: int, level: int, started: Synchronized[int]) -> None:
    _pin(started)
    # Ctrl-C reaches every process of a terminal; only the one that records must react.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from labelwright.grading.sandbox import linux

    if level < logging.WARNING:
        show_log(level, lines)

    if linux.on_linux():
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != coordinator:
        # The coordinator was killed before this worker could ask for the signal.
        os._exit(1)


def _dask(address: str) -> ExecutorSpec:
    if find_spec("distributed") is None:
        raise ExecutorError("Grading on a cluster needs Dask. Run: pip install 'labelwright[cluster]'")

    client: Client = connect(address)
    workers = sum(client.nthreads().values()) or 1
    # A result is lost with its worker, so a task may run twice; recording it twice changes nothing.
    return ExecutorSpec(lambda: client.get_executor(retries=3, pure=False), workers)
