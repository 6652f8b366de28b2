"""Run one notebook from the grader's side: cells, time limits, second tries, and questions afterwards."""

from __future__ import annotations

import json
import logging
import os
import select
import signal
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelwright.errors import LabelwrightError
from labelwright.exchange.plain_data import dumps
from labelwright.grading.sandbox import messages
from labelwright.grading.sandbox.fork_server import ForkServer, SandboxError
from labelwright.grading.sandbox.scratch import create_run_folder, is_too_large, remove_contents

log = logging.getLogger(__name__)

MAX_TRIES = 4
RUNS = 2
MAX_DEATHS = 2
START_SECONDS = 30.0
GRACE = 0.5
"""Seconds for an answer after the time for all answers is used up, so that plain values can still be read."""
MAX_EVENT = 32_000
"""Bytes of one event: an error of MAX_ERROR characters takes up to 12 bytes of JSON for each of them."""


LOOK = 0.25
"""Seconds between two looks at the size of a scratch folder that the kernel does not limit."""


class ScratchFull(messages.ChannelClosed):
    """The child wrote more files than its scratch folder may hold."""


@dataclass(frozen=True)
class CellFailure:
    """A cell that failed: `kind` is raised, timed_out, out_of_memory or crashed."""

    cell: int
    kind: str
    detail: str


@dataclass
class Job:
    """A child's job: cells, scratch folder, the session's data, files it may read, answer files (base64) and limits."""

    cells: list[str]
    folder: str
    session: dict[str, Any]
    readable: list[str]
    answers: dict[str, str]
    cell_seconds: float
    seconds: float
    memory_mb: int


@dataclass
class Execution:
    """A run of one job; a cell that ends the child is skipped in the next try, so that other work still counts.

    All runs together take at most RUNS times the job's seconds; all answers together take at most the seconds once.
    """

    server: ForkServer
    job: Job
    failures: list[CellFailure] = field(default_factory=list)
    _skip: set[int] = field(default_factory=set)
    _deadly: dict[str, list[bytes]] = field(default_factory=dict)
    _pid: int = 0
    _channel: socket.socket | None = None
    _started: int = 0
    _start_time: float = 0.0
    _tries: int = 0
    _ran: float = 0.0
    _answered: float = 0.0
    _was_ready: bool = False

    def run(self) -> None:
        """Run the cells, and again without a cell that was terminated, until a child is ready for questions.

        Raise SandboxError if a child does not reach the first cell, which is never the learner's fault.
        """
        while self._channel is None and self._tries < MAX_TRIES and self._ran < RUNS * self.job.seconds:
            began = time.monotonic()
            self._start()
            self._read_events(began + min(self.job.seconds, RUNS * self.job.seconds - self._ran))
            self._ran += time.monotonic() - began
            self._tries += self._channel is None
        self._was_ready |= self._channel is not None

    def ask(self, question: dict[str, Any]) -> bytes:
        """Return the child's answer as plain-data bytes; a question that ends the child gets the answer `raised`."""
        name = str(question.get("name"))
        if len(self._deadly.get(name, ())) >= MAX_DEATHS:
            # This question always ends the child; save the time for the learner's other answers.
            return self._deadly[name][-1]
        if self._channel is None:
            self.run()
        if self._channel is None:
            return _raised_answer("the notebook's process ended before it could answer")
        began = time.monotonic()
        try:
            return self._answer(self._channel, question, began)
        except (messages.ChannelTimeout, messages.ChannelClosed) as error:
            slow = isinstance(error, messages.ChannelTimeout)
            self._stop("too slow to answer" if slow else "ended instead of an answer")
            answer = _raised_answer(
                f"it ran longer than {self.job.cell_seconds:g} seconds"
                if slow
                else "it ended the notebook's process"
            )
            self._deadly.setdefault(name, []).append(answer)
            return answer
        finally:
            self._answered += time.monotonic() - began

    def _answer(self, channel: socket.socket, question: dict[str, Any], began: float) -> bytes:
        # One deadline for the whole exchange: a child that keeps sending other messages gains no time.
        deadline = began + max(GRACE, min(self.job.cell_seconds, self.job.seconds - self._answered))
        messages.send(channel, messages.ASK, json.dumps(question).encode(), deadline - time.monotonic())
        while True:
            kind, payload = self._receive(channel, deadline - time.monotonic())
            if kind == messages.ANSWER:
                return payload

    def _receive(self, channel: socket.socket, seconds: float) -> tuple[int, bytes]:
        """Wait for a message; where the kernel does not limit the scratch folder, watch its size meanwhile."""
        deadline = time.monotonic() + seconds
        while not self.server.limits_disk:
            if select.select([channel], [], [], min(LOOK, max(0.0, deadline - time.monotonic())))[0]:
                break
            if is_too_large(Path(self.job.folder)):
                raise ScratchFull("more files than the scratch folder may hold")
            if time.monotonic() >= deadline:
                raise messages.ChannelTimeout
        return messages.receive(channel, deadline - time.monotonic())

    def close(self) -> None:
        """End the child and all processes it started, and remove its files."""
        if self._channel is not None:
            self._stop("done")
        remove_contents(Path(self.job.folder))

    def _start(self) -> None:
        self._started += 1
        folder = create_run_folder(Path(self.job.folder), self._started)
        self._pid, self._channel = self.server.fork()
        self._start_time = time.monotonic()
        job = {
            "cells": self.job.cells,
            "skip": sorted(self._skip),
            "folder": str(folder),
            "session": self.job.session,
            "readable": self.job.readable,
            "answers": self.job.answers,
            "memory_mb": self.job.memory_mb,
            "seconds": self.job.seconds,
        }
        try:
            messages.send_json(self._channel, messages.ASK, job, START_SECONDS)
        except messages.ChannelClosed as error:
            raise SandboxError(
                f"A child of the sandbox did not accept its job ({error}). Run `labelwright doctor`."
            ) from None

    def _read_events(self, deadline: float) -> None:
        """Read the child's events until it is done or must be terminated."""
        cell = 0
        while True:
            left = min(self.job.cell_seconds, deadline - time.monotonic()) if cell else START_SECONDS
            try:
                # A child that keeps sending events must not run longer either.
                event = self._event(left) if left > 0 else _out_of_time()
            except (messages.ChannelTimeout, messages.ChannelClosed) as error:
                self._terminate(cell, deadline, error)
                return
            if event.get("state") == "done":
                return
            number = _cell_number(event, len(self.job.cells))
            if event.get("state") == "start":
                cell = number or cell
            elif event.get("state") == "raised":
                self._record_failure(_raised(number, event.get("error")))

    def _record_failure(self, failure: CellFailure) -> None:
        """Record the first failure of a cell; a child may report more."""
        if all(failure.cell != earlier.cell for earlier in self.failures):
            self.failures.append(failure)

    def _event(self, seconds: float) -> dict[str, Any]:
        assert self._channel is not None
        kind, payload = self._receive(self._channel, seconds)
        if kind != messages.EVENT or len(payload) > MAX_EVENT:
            raise messages.ChannelClosed("not an event")
        try:
            event = json.loads(payload)
        except (ValueError, RecursionError):
            raise messages.ChannelClosed("not an event") from None
        return event if isinstance(event, dict) else {}

    def _terminate(self, cell: int, deadline: float, error: LabelwrightError) -> None:
        """End the child and record why, so that the next child skips the cell that ended this one."""
        slow, late = isinstance(error, messages.ChannelTimeout), time.monotonic() >= deadline
        status = self._stop(f"terminated in cell {cell}" if slow else f"ended in cell {cell}")
        if not cell:
            raise SandboxError(
                "A child of the sandbox ended before the first cell. Run `labelwright doctor`."
            )
        kind, detail = "timed_out", f"{self.job.seconds if late else self.job.cell_seconds:g} seconds"
        if not slow:
            kind, detail = ("crashed", str(error)) if isinstance(error, ScratchFull) else _cause(status)
        if not self._was_ready:
            self._record_failure(CellFailure(cell, kind, detail))
        # If many cells together used all the time, the cells after them would only use it again.
        self._skip |= set(range(cell, len(self.job.cells) + 1)) if late else {cell}

    def _stop(self, reason: str) -> int:
        """End the child and return its wait status; the log gets the reason and the seconds."""
        assert self._channel is not None
        self._channel.close()
        self._channel = None
        status = self.server.end(self._pid)
        seconds = time.monotonic() - self._start_time
        log.info("Child %d: %s, wait status %d, after %.1f s", self._pid, reason, status, seconds)
        return status


def _out_of_time() -> dict[str, Any]:
    raise messages.ChannelTimeout


def _cell_number(event: dict[str, Any], most: int) -> int:
    number = event.get("cell")
    return number if isinstance(number, int) and 0 < number <= most else 0


def _raised(cell: int, error: object) -> CellFailure:
    text = error[:2_000] if isinstance(error, str) else "an error"
    return CellFailure(cell, "out_of_memory" if text.startswith("MemoryError") else "raised", text)


def _raised_answer(error: str) -> bytes:
    return dumps({"state": "raised", "error": error})


def _cause(status: int) -> tuple[str, str]:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return "timed_out", "its CPU time"
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
        return "crashed", f"signal {name}"
    return "crashed", f"exit code {os.WEXITSTATUS(status)}"
