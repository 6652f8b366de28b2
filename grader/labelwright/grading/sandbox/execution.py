"""One notebook's run, as the grader drives it: cells, cut-offs, second tries, and questions afterwards."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelwright.exchange.plain_data import dumps
from labelwright.grading.sandbox import messages as wire
from labelwright.grading.sandbox.fork_server import SandboxError, Warm
from labelwright.grading.sandbox.scratch import clear, fresh

MAX_TRIES = 4
RUNS = 2
MAX_DEATHS = 2
START_SECONDS = 30.0
GRACE = 0.5
"""Seconds for an answer once the time for all answers is used up, so that plain values are still read."""
MAX_EVENT = 20_000


@dataclass(frozen=True)
class CellEnd:
    """A cell that did not end well: `how` is raised, timed_out, out_of_memory or crashed."""

    cell: int
    how: str
    text: str


@dataclass
class Job:
    """What a child is given: cells, scratch folder, the session's data, files it may read, answer files (base64), limits."""

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
    """A run of one job; a cell that ends the child is left out of the next try, so other work still counts.

    All runs together take at most RUNS times the job's seconds, and all answers together the seconds once more.
    """

    warm: Warm
    job: Job
    ends: list[CellEnd] = field(default_factory=list)
    _skip: set[int] = field(default_factory=set)
    _deadly: dict[str, list[bytes]] = field(default_factory=dict)
    _pid: int = 0
    _channel: socket.socket | None = None
    _started: int = 0
    _tries: int = 0
    _ran: float = 0.0
    _answered: float = 0.0
    _was_ready: bool = False

    def run(self) -> None:
        """Run the cells, again without a cell that was cut off, until a child is ready for questions.

        Raises SandboxError where a child did not come as far as the first cell, which is no learner's doing.
        """
        while self._channel is None and self._tries < MAX_TRIES and self._ran < RUNS * self.job.seconds:
            began = time.monotonic()
            self._start()
            self._follow(began + min(self.job.seconds, RUNS * self.job.seconds - self._ran))
            self._ran += time.monotonic() - began
            self._tries += self._channel is None
        self._was_ready |= self._channel is not None

    def ask(self, question: dict[str, Any]) -> bytes:
        """The child's answer in plain-data bytes; a question that ends the child answers `raised`."""
        name = str(question.get("name"))
        if len(self._deadly.get(name, ())) >= MAX_DEATHS:
            # It is known to end the child; the time is kept for what the learner did get right.
            return self._deadly[name][-1]
        if self._channel is None:
            self.run()
        if self._channel is None:
            return _raised_answer("the notebook's process ended before it could answer")
        began = time.monotonic()
        try:
            return self._answer(self._channel, question, began)
        except (wire.WireTimeout, wire.WireClosed) as error:
            slow = isinstance(error, wire.WireTimeout)
            self._stop()
            said = _raised_answer(
                f"it ran past {self.job.cell_seconds:g} seconds"
                if slow
                else "it ended the notebook's process"
            )
            self._deadly.setdefault(name, []).append(said)
            return said
        finally:
            self._answered += time.monotonic() - began

    def _answer(self, channel: socket.socket, question: dict[str, Any], began: float) -> bytes:
        # One deadline for the whole exchange: a child that sends other messages without end gains no time.
        deadline = began + max(GRACE, min(self.job.cell_seconds, self.job.seconds - self._answered))
        wire.send(channel, wire.ASK, json.dumps(question).encode(), deadline - time.monotonic())
        while True:
            kind, payload = wire.receive(channel, deadline - time.monotonic())
            if kind == wire.ANSWER:
                return payload

    def close(self) -> None:
        """End the child and whatever it started, and remove what it wrote."""
        if self._channel is not None:
            self._stop()
        clear(Path(self.job.folder))

    def _start(self) -> None:
        self._started += 1
        folder = fresh(Path(self.job.folder), self._started)
        self._pid, self._channel = self.warm.fork()
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
            wire.send_json(self._channel, wire.ASK, job, START_SECONDS)
        except wire.WireClosed as error:
            raise SandboxError(f"A child of the sandbox took no job ({error}).") from None

    def _follow(self, deadline: float) -> None:
        """Read the child's events until it is done or has to be ended."""
        cell = 0
        while True:
            left = min(self.job.cell_seconds, deadline - time.monotonic()) if cell else START_SECONDS
            try:
                # A child that talks without end must not outlive its time either.
                event = self._event(left) if left > 0 else _out_of_time()
            except (wire.WireTimeout, wire.WireClosed) as error:
                self._cut(cell, deadline, slow=isinstance(error, wire.WireTimeout))
                return
            if event.get("state") == "done":
                return
            number = _cell_number(event, len(self.job.cells))
            if event.get("state") == "start":
                cell = number or cell
            elif event.get("state") == "raised":
                self._note(_raised(number, event.get("error")))

    def _note(self, end: CellEnd) -> None:
        """Remember how a cell ended, once a cell, whatever number of times a child claims it."""
        if all(end.cell != known.cell for known in self.ends):
            self.ends.append(end)

    def _event(self, seconds: float) -> dict[str, Any]:
        assert self._channel is not None
        kind, payload = wire.receive(self._channel, seconds)
        if kind != wire.EVENT or len(payload) > MAX_EVENT:
            raise wire.WireClosed("not an event")
        try:
            event = json.loads(payload)
        except (ValueError, RecursionError):
            raise wire.WireClosed("not an event") from None
        return event if isinstance(event, dict) else {}

    def _cut(self, cell: int, deadline: float, *, slow: bool) -> None:
        """End the child and remember why, so that the next one goes round what ended this one."""
        late = time.monotonic() >= deadline
        status = self._stop()
        if not cell:
            raise SandboxError(
                "A child of the sandbox ended before the first cell. Run `labelwright doctor`."
            )
        how, text = "timed_out", f"{self.job.seconds if late else self.job.cell_seconds:g} seconds"
        if not slow:
            how, text = _cause(status)
        if not self._was_ready:
            self._note(CellEnd(cell, how, text))
        # Where all the time went into many cells, those after them would only take it again.
        self._skip |= set(range(cell, len(self.job.cells) + 1)) if late else {cell}

    def _stop(self) -> int:
        assert self._channel is not None
        self._channel.close()
        self._channel = None
        return self.warm.end(self._pid)


def _out_of_time() -> dict[str, Any]:
    raise wire.WireTimeout


def _cell_number(event: dict[str, Any], most: int) -> int:
    number = event.get("cell")
    return number if isinstance(number, int) and 0 < number <= most else 0


def _raised(cell: int, error: object) -> CellEnd:
    text = error[:2_000] if isinstance(error, str) else "an error"
    return CellEnd(cell, "out_of_memory" if text.startswith("MemoryError") else "raised", text)


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
