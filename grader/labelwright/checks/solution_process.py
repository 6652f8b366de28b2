"""The process that runs an exercise's solution over a learner's earlier answers, and answers questions about it.

It runs only what the author of the course wrote; of the learner's work it gets plain data.
"""

from __future__ import annotations

import ast
import contextlib
import functools
import importlib
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from labelwright.checks.carried_values import like
from labelwright.checks.channel import Channel
from labelwright.exchange import grading_session, inspect
from labelwright.exchange.plain_data import Table, dumps

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

PRELOADED = ("numpy", "pandas", "labelwright", "labelwright.quality", "labelwright.annotations.inputs")
"""What most solutions import; imported once, before any fork."""
LEAVE = None
"""Sent to end a mistake, or the solution itself."""
READY, GONE, ENDED = b"ready", b"gone", b"ended"
"""The solution has run; the process of a mistake died; the process of the solution has ended."""


@dataclass(frozen=True)
class Start:
    """What one run of a solution needs; `chosen` and `answers` are the learner's values by name, as plain data.

    `files` are the texts of the learner's own answer files that the solution goes on from.
    """

    session: dict[str, Any]
    table: Table | None
    cells: tuple[str, ...]
    mistakes: dict[str, str]
    chosen: dict[str, Any]
    answers: dict[str, Any]
    files: dict[str, str]
    absent: dict[str, Any]
    folder: str
    seconds: int
    memory: int


CHANGES_IT = frozenset(
    [
        "add",
        "append",
        "clear",
        "discard",
        "drop_duplicates",
        "extend",
        "fill",
        "insert",
        "pop",
        "popitem",
        "remove",
        "reverse",
        "setdefault",
        "sort",
        "update",
    ]
)
"""Methods that change the list, dict, set or table that they belong to."""


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
            found |= _base_name(part)
        if (
            isinstance(part, ast.Call)
            and isinstance(part.func, ast.Attribute)
            and part.func.attr in CHANGES_IT
        ):
            found |= _base_name(part.func.value)
        waiting += ast.iter_child_nodes(part)
    return found


def _base_name(node: ast.expr) -> set[str]:
    while isinstance(node, ast.Subscript | ast.Attribute):
        node = node.value
    return {node.id} if isinstance(node, ast.Name) else set()


@dataclass
class Solved:
    """A solution that has run: its variables, and the solution's own value of each name that the learner's replaced."""

    space: dict[str, Any] = field(default_factory=lambda: {"__name__": "__main__"})
    own: dict[str, Any] = field(default_factory=dict)
    failed: bool = False
    differs: bool = False
    absent: Mapping[str, Any] = field(default_factory=dict)
    """What a key means that a learner's mapping does not have, by the mapping's name."""
    odd: int | None = None
    """The first statement with a learner's value that has no such form as the solution's; None if all have."""
    places: dict[str, int] = field(default_factory=dict)
    """The last statement that gives a name its value."""

    def run(self, cells: Iterable[str], carried: Mapping[str, Any], files: Mapping[str, str]) -> Solved:
        """Run cells, statement by statement; a carried name gets the learner's value when the solution has finished it.

        A file of the solution's is replaced by the learner's at once, so that the next statement reads the learner's.
        """
        for name in files:
            Path(name).unlink(missing_ok=True)
        seen: dict[str, tuple[int, int]] = {}
        statements = [node for source in cells for node in ast.parse(source).body]
        for place, node in enumerate(statements):
            self.places |= dict.fromkeys(stored_names(node), place)
        for place, node in enumerate(statements):
            try:
                exec(compile(ast.Module([node], []), "<solution>", "exec"), self.space)
            except Exception:
                self.failed = True
                # Later steps must not go on from the starter's dots.
                for name in stored_names(node):
                    self.space.pop(name, None)
            for name in carried:
                if self.places.get(name) == place and not self._carry(name, carried[name]):
                    self.odd = place if self.odd is None else self.odd
            for name, text in files.items():
                if _signature(name) not in (None, seen.get(name)):
                    Path(name).write_text(text, encoding="utf-8")
                    seen[name] = _signature(name) or (0, 0)
        return self

    def _carry(self, name: str, value: Any) -> bool:
        """Put the learner's value into the place of the solution's; return False if it has no such form."""
        own = self.space.get(name)
        if own is ... or own is None or callable(own):
            return True
        self.own[name] = own
        try:
            carried = like(own, value)
            if isinstance(own, dict) and name in self.absent:
                carried = {**dict.fromkeys(own, self.absent[name]), **carried}
            self.space[name] = carried
            self.differs = self.differs or dumps(own) != dumps(self.space[name])
        except Exception:
            # Such a value says nothing that a later step could use.
            return False
        return True

    def truth(self) -> dict[str, Any]:
        """Return the variables with the solution's own value of each name."""
        return {**self.space, **self.own}

    def before(self, place: int) -> Solved:
        """Forget the values that come after a statement: nobody knows what they would be for this learner."""
        for name, last in self.places.items():
            if last > place and not callable(self.space.get(name)):
                self.space.pop(name, None)
                self.own.pop(name, None)
        return self

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


def _signature(name: str) -> tuple[int, int] | None:
    try:
        found = Path(name).stat()
    except OSError:
        return None
    return found.st_mtime_ns, found.st_size


class Solutions:
    """The solution with what the learner chose, and, once that is asked for, with all of the learner's answers."""

    def __init__(self, start: Start, ready: Solved | None = None) -> None:
        """Run the solution with the choices; if it fails with them, only what comes before them is known.

        A solution that is `ready` is taken as it is.
        """
        session = start.session
        grading_session.install(
            grading_session.GradingSession(
                session["slug"], session["files"], start.table, not_lent=session["not_lent"]
            )
        )
        self._start = start
        self.plain = ready or Solved(absent=start.absent).run(start.cells, start.chosen, start.files)
        self._goes_on = not (start.chosen and (self.plain.failed or self.plain.odd is not None))
        if not self._goes_on:
            alone = Solved().run(start.cells, {}, start.files)
            chosen = [alone.places[name] for name in start.chosen if name in alone.places]
            self.plain = alone.before(min(chosen)) if chosen else alone

    @functools.cached_property
    def followed(self) -> Solved:
        """The solution with the learner's own answers instead of its own; the plain one if they are the same or do not fit."""
        start = self._start
        if not self._goes_on:
            return self.plain
        found = Solved(absent=start.absent).run(start.cells, {**start.answers, **start.chosen}, start.files)
        # Where one step stops on a wrong earlier answer, what the others give still follows from it.
        return found if found.differs else self.plain


def ready_for(start: Start, space: dict[str, Any]) -> Solved | None:
    """Return the solution that has run in `space`, if the learner chose what it did and hands in no file; None if not."""
    solved = Solved(space)
    if start.files:
        return None
    for name, value in start.chosen.items():
        try:
            if dumps(like(space[name], value)) != dumps(space[name]):
                return None
        except Exception:
            return None
        solved.own[name] = space[name]
    return solved


def serve(start: Start, channel: Channel, space: dict[str, Any] | None = None) -> None:
    """Run the solution and answer until the other side is done; each mistake runs in a fork of this process.

    With `space`, the solution has run there already, and runs again only for other choices.
    """
    ready = None if space is None else ready_for(start, space)
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
            solutions = Solutions(start, ready)
            channel.write(READY)
            _answer_solution(channel, solutions, start)
        except EOFError:
            pass


def _answer_solution(channel: Channel, solutions: Solutions, start: Start) -> None:
    """Answer questions about the solution, and enter the mistakes that are named, until the other side leaves."""
    plain = solutions.plain.truth()
    while (message := channel.receive()) is not LEAVE:
        if isinstance(message, tuple):
            _enter(start, solutions, channel, *message)
        else:
            space = solutions.followed.truth() if message.get(inspect.FOLLOWED) else plain
            channel.write(inspect.answer(space, Path.cwd(), message))


def _answer_mistake(channel: Channel, space: dict[str, Any] | None, question: dict[str, Any] | None) -> None:
    """Answer this question and those that follow about somebody who makes a mistake, until the other side leaves."""
    while question is not LEAVE:
        absent = dumps({"state": "absent"})
        channel.write(absent if space is None else inspect.answer(space, Path.cwd(), question))
        question = channel.receive()


def _enter(start: Start, solutions: Solutions, channel: Channel, key: str, question: dict[str, Any]) -> None:
    if not hasattr(os, "fork"):
        # Without fork the solution runs again, so that a mistake changes nothing for the next one.
        _answer_mistake(channel, Solutions(start).followed.mistaken(start.mistakes[key]), question)
        return
    solved = solutions.followed
    pid = os.fork()
    if pid == 0:
        try:
            _answer_mistake(channel, solved.mistaken(start.mistakes[key]), question)
        except BaseException:
            os._exit(1)
        os._exit(0)
    if os.waitpid(pid, 0)[1]:
        # It died of the question that it was asked last.
        channel.write(GONE)


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


def forked_when_solved(space: dict[str, Any], channel: Channel, not_theirs: Iterable[int]) -> int:
    """Fork this process, in which the solution has run, to serve the one that is sent; return the fork's process id."""
    pid = os.fork()
    if pid == 0:
        try:
            for descriptor in not_theirs:
                os.close(descriptor)
            with contextlib.suppress(EOFError):
                serve(channel.receive(), channel, space)
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
            channel.write(ENDED)


if __name__ == "__main__":
    main()
