"""The process that runs an exercise's solution over a learner's earlier answers, and answers questions about it.

It runs only what the author of the course wrote; of the learner's work it gets plain data.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import os
import pickle
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelwright.checks.kinds import Names, single
from labelwright.exchange import grading_session, inspect
from labelwright.exchange.plain_data import Column, Table, dumps, labels

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

PRELOADED = ("numpy", "pandas", "labelwright", "labelwright.quality", "labelwright.annotations.inputs")
"""What most solutions import; imported once, before any fork."""
LEAVE = None
"""Sent to end a mistake, or the solution itself."""
READY, GONE, ENDED = "ready", "gone", "ended"
"""The solution has run; the process of a mistake died; the process of the solution has ended."""


@dataclass(frozen=True)
class Start:
    """What one run of a solution needs; `chosen` and `answers` are the learner's values by name, as plain data."""

    session: dict[str, Any]
    table: Table | None
    cells: tuple[str, ...]
    mistakes: dict[str, str]
    chosen: dict[str, Any]
    answers: dict[str, Any]
    folder: str
    seconds: int
    memory: int


class Channel:
    """A pair of file descriptors that carry pickled objects; both ends are processes of the grader."""

    def __init__(self, reading: int, writing: int) -> None:
        self.reading, self.writing = reading, writing

    def send(self, value: Any) -> None:
        """Write one object."""
        data = pickle.dumps(value)
        rest = memoryview(len(data).to_bytes(8, "big") + data)
        while rest:
            rest = rest[os.write(self.writing, rest) :]

    def receive(self) -> Any:
        """Read one object; EOFError at the end."""
        return pickle.loads(self._exactly(int.from_bytes(self._exactly(8), "big")))

    def _exactly(self, size: int) -> bytes:
        parts = []
        while size:
            part = os.read(self.reading, min(size, 1 << 20))
            if not part:
                raise EOFError
            parts.append(part)
            size -= len(part)
        return b"".join(parts)


def stored_names(node: ast.AST) -> set[str]:
    """Return the names that a piece of code gives a value or changes a part of, outside of its functions' own scopes."""
    found: set[str] = set()
    waiting = [node]
    while waiting:
        part = waiting.pop()
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            found.add(part.name)
            continue
        if isinstance(part, ast.Lambda):
            continue
        if isinstance(part, ast.Name | ast.Subscript | ast.Attribute) and isinstance(
            part.ctx, ast.Store | ast.Del
        ):
            inner: ast.expr = part
            while isinstance(inner, ast.Subscript | ast.Attribute):
                inner = inner.value
            if isinstance(inner, ast.Name):
                found.add(inner.id)
        waiting += ast.iter_child_nodes(part)
    return found


def like(own: Any, value: Any) -> Any:
    """Return a learner's plain value in the form of the solution's own value; ValueError if that cannot be.

    Numbers, texts, lists, dicts, Series and DataFrames are put into the form of `own`; nothing else is.
    """
    import numpy as np
    import pandas as pd

    if isinstance(own, bool | np.bool_):
        if isinstance(single(value), bool):
            return single(value)
    elif isinstance(own, int | float | np.integer | np.floating):
        one = single(value)
        if isinstance(one, int | float) and not isinstance(one, bool):
            return int(one) if isinstance(own, int | np.integer) and float(one).is_integer() else float(one)
    elif isinstance(own, str):
        if isinstance(single(value), str):
            return single(value)
    elif isinstance(own, pd.DataFrame):
        if isinstance(value, Table) and set(own.columns) <= set(labels(value.columns)):
            frame = value.frame()[list(own.columns)]
            return frame.astype(own.dtypes.to_dict())
    elif isinstance(own, pd.Series | dict):
        found = _by_key(value)
        names = Names(list(own.keys()))
        if found is not None and all(map(names.has, found)) and len(found) == len(own):
            by_name = {names(key): item for key, item in found.items()}
            if isinstance(own, dict):
                return {key: like(item, by_name[key]) for key, item in own.items()}
            return pd.Series(
                [by_name[key] for key in own.index], index=own.index, dtype=own.dtype, name=own.name
            )
    elif isinstance(own, list | tuple | set | frozenset | np.ndarray):
        listed = value.values if isinstance(value, Column) else value
        if isinstance(listed, list | tuple | set | frozenset):
            if isinstance(own, np.ndarray):
                return np.asarray(listed, dtype=own.dtype)
            return type(own)(tuple(item) if isinstance(item, list) else item for item in listed)
    raise ValueError


def _by_key(value: Any) -> dict[Any, Any] | None:
    if isinstance(value, Column):
        return dict(zip(labels(value.index), value.values, strict=True))
    return value if isinstance(value, dict) else None


@dataclass
class Solved:
    """A solution that has run: its variables, and the solution's own value of each name that the learner's replaced."""

    space: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    own: dict[str, Any] = field(default_factory=dict)
    failed: bool = False
    differs: bool = False

    def run(self, cells: Iterable[str], carried: Mapping[str, Any]) -> Solved:
        """Run cells, statement by statement; a carried name gets the learner's value as soon as it has one."""
        for source in cells:
            for node in ast.parse(source).body:
                try:
                    exec(compile(ast.Module([node], []), "<solution>", "exec"), self.space)
                except Exception:
                    self.failed = True
                    continue
                for name in stored_names(node) & carried.keys():
                    self._carry(name, carried[name])
        return self

    def _carry(self, name: str, value: Any) -> None:
        own = self.space.get(name)
        if own is ... or own is None or callable(own):
            return
        self.own[name] = own
        with contextlib.suppress(Exception):
            # A value that has no such form says nothing that a later cell could use.
            self.space[name] = like(own, value)
            self.differs = self.differs or dumps(own) != dumps(self.space[name])

    def truth(self) -> dict[str, Any]:
        """Return the variables with the solution's own value of each name."""
        return {**self.space, **self.own}

    def mistaken(self, source: str) -> dict[str, Any] | None:
        """Run a mistake's cell after the solution and return its variables; None if it raises on this learner's data.

        What the cell changes begins with the solution's own value; the rest stays the learner's.
        """
        try:
            tree = ast.parse(source)
            changed = stored_names(tree)
            self.space.update({name: value for name, value in self.own.items() if name in changed})
            exec(compile(tree, "<mistake>", "exec"), self.space)
        except Exception:
            return None
        return self.space


class Solutions:
    """The solution with what the learner chose, and, once that is asked for, with all of the learner's answers."""

    def __init__(self, start: Start) -> None:
        """Run the solution with the choices; without them if it fails with them."""
        session = start.session
        grading_session.install(
            grading_session.GradingSession(
                session["slug"], session["files"], start.table, not_lent=session["not_lent"]
            )
        )
        self._start = start
        self.plain = Solved().run(start.cells, start.chosen)
        if self.plain.failed and start.chosen:
            self.plain = Solved().run(start.cells, {})

    @functools.cached_property
    def followed(self) -> Solved:
        """The solution with the learner's own answers instead of its own; the plain one if they are the same or do not fit."""
        found = Solved().run(self._start.cells, {**self._start.answers, **self._start.chosen})
        return self.plain if found.failed or not found.differs else found


def serve(start: Start, channel: Channel) -> None:
    """Run the solution and answer until the other side is done; each mistake runs in a fork of this process."""
    os.chdir(start.folder)
    if resource is not None:
        _limit(resource.RLIMIT_CPU, start.seconds)
        _limit(resource.RLIMIT_AS, start.memory)
    with (
        Path(os.devnull).open("w", encoding="utf-8") as silent,
        contextlib.redirect_stdout(silent),
        contextlib.redirect_stderr(silent),
    ):
        try:
            solutions = Solutions(start)
            channel.send(READY)
            _answer_solution(channel, solutions, start)
        except EOFError:
            pass


def _answer_solution(channel: Channel, solutions: Solutions, start: Start) -> None:
    """Answer questions about the solution, and enter the mistakes that are named, until the other side leaves."""
    plain = solutions.plain.truth()
    while (message := channel.receive()) is not LEAVE:
        if isinstance(message, str):
            _enter(start, solutions, channel, message)
        else:
            space = solutions.followed.truth() if message.get(inspect.FOLLOWED) else plain
            channel.send(inspect.answer(space, Path.cwd(), message))


def _answer_mistake(channel: Channel, space: dict[str, Any] | None) -> None:
    while (message := channel.receive()) is not LEAVE:
        absent = dumps({"state": "absent"})
        channel.send(absent if space is None else inspect.answer(space, Path.cwd(), message))


def _enter(start: Start, solutions: Solutions, channel: Channel, key: str) -> None:
    """Answer questions about somebody who makes a mistake, until the other side leaves."""
    if not hasattr(os, "fork"):
        # Without fork the solution runs again, so that a mistake changes nothing for the next one.
        _answer_mistake(channel, Solutions(start).followed.mistaken(start.mistakes[key]))
        return
    solved = solutions.followed
    pid = os.fork()
    if pid == 0:
        try:
            _answer_mistake(channel, solved.mistaken(start.mistakes[key]))
        except BaseException:
            os._exit(1)
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        channel.send(GONE)


def _limit(what: int, most: int) -> None:
    with contextlib.suppress(ValueError, OSError):
        _, hard = resource.getrlimit(what)
        resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


def forked(start: Start, channel: Channel, not_theirs: Iterable[int] = ()) -> int:
    """Serve one solution in a fork of this process, without the descriptors `not_theirs`; return its process id."""
    pid = os.fork()
    if pid == 0:
        try:
            for descriptor in not_theirs:
                os.close(descriptor)
            serve(start, channel)
        finally:
            os._exit(0)
    return pid


def main() -> None:
    """Serve one solution after the other, each in a fork of this process, until standard input closes."""
    channel = Channel(os.dup(0), os.dup(1))
    # What a solution prints must not get between the answers.
    with Path(os.devnull).open("r+b") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(nothing.fileno(), 1)
    for name in PRELOADED:
        importlib.import_module(name)
    with contextlib.suppress(EOFError, BrokenPipeError):
        while True:
            start = channel.receive()
            if hasattr(os, "fork"):
                os.waitpid(forked(start, channel), 0)
            else:
                serve(start, channel)
            channel.send(ENDED)


if __name__ == "__main__":
    main()
