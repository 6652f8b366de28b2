"""One notebook's run, as the grader drives it: cells, cut-offs, second tries, and questions afterwards."""

from __future__ import annotations

import json
import os
import signal
import socket
import time
from dataclasses import dataclass, field
from typing import Any

from labelwright.annotations.plain import dumps
from labelwright.grading.sandbox import wire
from labelwright.grading.sandbox.warm import Warm

MAX_TRIES = 4


@dataclass(frozen=True)
class CellEnd:
    """A cell that did not end well: `how` is raised, timed_out, out_of_memory or crashed."""

    cell: int
    how: str
    text: str


@dataclass
class Job:
    """What a child is given: cells, scratch folder, kit, files it may read, answer files (base64), limits."""

    cells: list[str]
    folder: str
    kit: dict[str, Any]
    readable: list[str]
    answers: dict[str, str]
    cell_seconds: float
    seconds: float
    memory_mb: int


@dataclass
class Execution:
    """A run of one job; a cell that ends the child is left out of the next try, so other work still counts."""

    warm: Warm
    job: Job
    ends: list[CellEnd] = field(default_factory=list)
    _skip: set[int] = field(default_factory=set)
    _pid: int = 0
    _channel: socket.socket | None = None
    _tries: int = 0

    def run(self) -> None:
        """Run the cells, again without a cell that was cut off, until a child is ready for questions."""
        while self._channel is None and self._tries < MAX_TRIES:
            self._tries += 1
            self._start()
            self._follow()

    def ask(self, question: dict[str, Any]) -> bytes:
        """The child's answer in plain-data bytes; a question that ends the child answers `raised`."""
        if self._channel is None:
            self.run()
        if self._channel is None:
            return dumps({"state": "raised", "error": "the notebook's process ended before it could answer"})
        try:
            wire.send(self._channel, wire.ASK, json.dumps(question).encode())
            while True:
                kind, payload = wire.receive(self._channel, self.job.cell_seconds)
                if kind == wire.ANSWER:
                    return payload
        except wire.WireTimeout:
            self._stop()
            return dumps({"state": "raised", "error": f"it ran past {self.job.cell_seconds:g} seconds"})
        except wire.WireClosed:
            self._stop()
            return dumps({"state": "raised", "error": "it ended the notebook's process"})

    def close(self) -> None:
        """End the child and whatever it started."""
        if self._channel is not None:
            self._stop()

    def _start(self) -> None:
        self._pid, self._channel = self.warm.fork()
        job = {
            "cells": self.job.cells,
            "skip": sorted(self._skip),
            "folder": self.job.folder,
            "kit": self.job.kit,
            "readable": self.job.readable,
            "answers": self.job.answers,
            "memory_mb": self.job.memory_mb,
            "seconds": self.job.seconds,
        }
        wire.send_json(self._channel, wire.ASK, job)

    def _follow(self) -> None:
        """Read the child's events until it is done or has to be ended."""
        assert self._channel is not None
        cell, deadline = 0, time.monotonic() + self.job.seconds
        while True:
            left = min(self.job.cell_seconds, deadline - time.monotonic())
            try:
                # A child that talks without end must not outlive its time either.
                event = self._event(left) if left > 0 else _out_of_time()
            except wire.WireTimeout:
                self._cut(cell, "timed_out", f"{self._limit(deadline):g} seconds")
                return
            except wire.WireClosed:
                self._cut(cell, *_cause(self._stop()))
                return
            if event.get("state") == "done":
                return
            if event.get("state") == "start":
                cell = _cell_number(event, len(self.job.cells))
            elif event.get("state") == "raised":
                self._note(_raised(_cell_number(event, len(self.job.cells)), str(event.get("error"))))

    def _note(self, end: CellEnd) -> None:
        """Remember how a cell ended, once a cell, whatever number of times a child claims it."""
        if all(end.cell != known.cell for known in self.ends):
            self.ends.append(end)

    def _event(self, seconds: float) -> dict[str, Any]:
        assert self._channel is not None
        kind, payload = wire.receive(self._channel, seconds)
        if kind != wire.EVENT or len(payload) > 20_000:
            raise wire.WireClosed("not an event")
        try:
            event = json.loads(payload)
        except ValueError:
            raise wire.WireClosed("not an event") from None
        return event if isinstance(event, dict) else {}

    def _limit(self, deadline: float) -> float:
        return self.job.seconds if time.monotonic() >= deadline else self.job.cell_seconds

    def _cut(self, cell: int, how: str, text: str) -> None:
        if self._channel is not None:
            self._stop()
        self._note(CellEnd(cell, how, text))
        if cell:
            self._skip.add(cell)
        else:
            self._tries = MAX_TRIES

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


def _raised(cell: int, error: str) -> CellEnd:
    how = "out_of_memory" if error.startswith("MemoryError") else "raised"
    return CellEnd(cell, how, error[:2_000])


def _cause(status: int) -> tuple[str, str]:
    if os.WIFSIGNALED(status):
        number = os.WTERMSIG(status)
        if number == signal.SIGXCPU:
            return "timed_out", "its CPU time"
        name = signal.Signals(number).name if number in set(signal.Signals) else str(number)
        return "crashed", f"signal {name}"
    return "crashed", f"exit code {os.WEXITSTATUS(status)}"
