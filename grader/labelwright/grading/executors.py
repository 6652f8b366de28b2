"""Open the executor that a command line names: processes on this machine, or a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass


class ExecutorError(Exception):
    """The executor that was named cannot be had; the text says why and what to write."""


@dataclass(frozen=True)
class Chosen:
    """An executor to be opened, and how many submissions it works on at once; `open` None is this process."""

    open: Callable[[], Executor] | None
    workers: int


def choose(spec: str) -> Chosen:
    """Read `processes:N` or `dask:ADDRESS`; ExecutorError explains a spec that is neither."""
    kind, _, value = spec.partition(":")
    if kind == "processes" and value.isdigit() and int(value) > 0:
        count = int(value)
        return Chosen(None if count == 1 else lambda: _processes(count), count)
    if kind == "dask" and value:
        return _dask(value)
    raise ExecutorError(
        f"{spec!r} is not an executor. Write processes:N for N processes on this machine, "
        "or dask:ADDRESS for a cluster, such as dask:tcp://10.0.0.5:8786."
    )


def _processes(count: int) -> Executor:
    # Workers are this process's own children, so that they end with it however it ends; a fork server's
    # workers can outlive both. Spawned, they inherit no open file and no thread of ours.
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(
        count, mp_context=context, initializer=_prepare_worker, initargs=(os.getpid(),)
    )


def _prepare_worker(coordinator: int) -> None:
    # Ctrl-C reaches every process of a terminal; only the one that records decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    from labelwright.grading.sandbox import linux

    if linux.on_linux():
        linux.prctl(linux.PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != coordinator:
        # It was killed before this worker could ask to be told.
        os._exit(1)


def _dask(address: str) -> Chosen:
    try:
        from distributed import Client
    except ImportError:
        raise ExecutorError(
            "Grading on a cluster needs Dask. Run: pip install 'labelwright[cluster]'"
        ) from None
    from labelwright.grading.cluster import connect

    client: Client = connect(address)
    workers = sum(client.nthreads().values()) or 1
    # A finished result dies with its worker, so a task may run twice; recording is idempotent.
    return Chosen(lambda: client.get_executor(retries=3, pure=False), workers)
