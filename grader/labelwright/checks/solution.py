"""Run an exercise's solution for one learner, and ask what it gives and what each known mistake gives."""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator, Mapping
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelwright.checks import solution_process
from labelwright.checks.channel import Channel
from labelwright.checks.known_answers import AnswerMemory, KnownAnswers, RememberedAnswers
from labelwright.checks.solution_process import ENDED, GONE, LEAVE, READY, Start
from labelwright.checks.wrong_answers import WrongAnswer, read_wrong_answers
from labelwright.course.exercise import Exercise, ExerciseError
from labelwright.course.percent import solution_cells
from labelwright.data.lending import lent_session
from labelwright.exchange.plain_data import dumps

if TYPE_CHECKING:
    from labelwright.data.material import Material

MEMORY = 4 * 1024**3
"""Bytes of address space that a solution may have."""
WAIT = 60
"""Seconds more than its processor time that a solution may take on a busy machine, with the start of its server."""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS"), "1")
"""Threads of a library do not survive a fork."""


def mistakes_of(material: Material, name: str) -> Iterator[WrongAnswer]:
    """Yield the wrong answers with a sentence that change `name`."""
    for wrong in _wrong_answers(material.exercise, material.exercise.digest):
        if wrong.sentence and name in wrong.changes:
            yield wrong


class SolutionStopped(ExerciseError):
    """The solution, or a question to it, needed more than it may."""


class SolutionRun:
    """One run of an exercise's solution with what a learner chose and answered, in a process of its own.

    It raises SolutionStopped where the solution, or a question to it, needs more than it may.
    """

    def __init__(
        self,
        material: Material,
        chosen: Mapping[str, Any],
        answers: Mapping[str, Any],
        files: Mapping[str, str],
        absent: Mapping[str, Any],
    ) -> None:
        """Start it. `chosen` names and `files` are the learner's from the first, `answers` in what is asked as FOLLOWED.

        `absent` says what a key means that a mapping does not have, by the mapping's name.
        """
        exercise = material.exercise
        self._exercise, self._seconds = exercise, exercise.limits.seconds + WAIT
        self._folder = Path(tempfile.mkdtemp(prefix="solution-"))
        self._at: str | None = None
        self._is_begun = False
        (self._folder / "work").mkdir()
        session, _ = lent_session(material, self._folder)
        # The solution runs in another folder.
        session["files"] = {slug: str(Path(path).absolute()) for slug, path in session["files"].items()}
        self._start = Start(
            session=session,
            table=material.table,
            cells=_cells(exercise, exercise.digest),
            mistakes={one.name: one.code for one in _wrong_answers(exercise, exercise.digest)},
            chosen=dict(chosen),
            answers=dict(answers),
            files=dict(files),
            absent={name: value for name, value in absent.items() if value is not ...},
            folder=str(self._folder / "work"),
            seconds=int(exercise.limits.seconds) + 1,
            memory=MEMORY,
        )
        self._server = _server()
        self._memory = self._server.memory_of(self._start)

    @property
    def is_open(self) -> bool:
        """Return whether it can be asked: it ends when another solution is asked, or when the clock of the checks stops it."""
        return not self._is_begun or self._server.run is self

    def ask(self, mistake: str | None, question: dict[str, Any]) -> bytes:
        """Put a question to the solution, or to the work of somebody who makes a mistake."""
        return self._memory.answer(mistake, question, self._ask)

    def _ask(self, mistake: str | None, question: dict[str, Any]) -> bytes:
        if not self._is_begun:
            self._begin()
        if self._at not in (mistake, None):
            self._channel.send(LEAVE)
        is_new = mistake not in (self._at, None)
        self._channel.send((mistake, question) if is_new else question)
        self._at = mistake
        answer = self._receive()
        if answer == ENDED:
            raise self._over()
        if answer == GONE:
            self._at = None
            return dumps({"state": "absent"})
        return answer

    def close(self) -> None:
        """End the run in good order, so that the server can run the next solution."""
        if self._server.run is self:
            with contextlib.suppress(ExerciseError):
                for _ in range(1 if self._at is None else 2):
                    self._channel.send(LEAVE)
                if self._receive() == ENDED:
                    self._server.run = None
            self._server.end()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _begin(self) -> None:
        self._is_begun = True
        try:
            self._channel = self._server.begin(self, self._start)
            if self._receive() != READY:
                raise self._over()
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise

    def _receive(self) -> bytes:
        try:
            if os.name == "posix" and not select.select([self._channel.reading], [], [], self._seconds)[0]:
                raise EOFError
            return self._channel.read()
        except BaseException as error:
            # The clock of the checks may stop this at any time; an answer that comes later must not be taken for another.
            if isinstance(error, EOFError | OSError):
                raise self._over() from None
            self._server.end()
            raise

    def _over(self) -> SolutionStopped:
        self._server.end()
        return SolutionStopped(
            f"{self._exercise.folder / 'notebook.py'}: the solution, or a question to it, took longer than "
            f"{self._seconds} seconds or more memory than it may."
        )


class _Server:
    """Where solutions run: in forks of a process that has everything imported; never two together."""

    def __init__(self) -> None:
        self.run: SolutionRun | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._channel: Channel | None = None

    def begin(self, run: SolutionRun, start: Start) -> Channel:
        """Run a solution, after the one that may still run has ended."""
        if self.run is not None:
            self.run.close()
        if self._channel is None:
            self._channel = self._open(start)
        else:
            self._channel.send(start)
        self.run = run
        return self._channel

    def end(self) -> None:
        """End the process, unless its last solution has ended in good order."""
        if self.run is None:
            return
        self.run, self._channel = None, None
        self.shut()

    def memory_of(self, start: Start) -> AnswerMemory:
        """Return where the answers of runs that begin like this one are remembered; here none are."""
        return AnswerMemory()

    def shut(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process, self._channel = None, None

    def _open(self, start: Start) -> Channel:
        self._process = subprocess.Popen(
            # With -P nothing is imported from the current folder, which may hold a learner's pandas.py.
            [sys.executable, "-P", "-m", solution_process.__name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            # Ctrl-C in a terminal must reach only the grader, which lets the work end that is being graded.
            start_new_session=True,
            env={**os.environ, **_ONE_THREAD},
        )
        atexit.register(self.shut)
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        channel = Channel(self._process.stdout.fileno(), self._process.stdin.fileno())
        channel.send(start)
        return channel


class _ForkHere(_Server):
    """Where solutions run in forks of this very process: on the bench, which runs only what an author wrote.

    With `space`, the solution has run in this process already, and the first one that is asked is a fork of it as it is now.
    """

    _pid = 0
    _ready: Channel | None = None

    def __init__(self, space: dict[str, Any] | None, known: KnownAnswers | None) -> None:
        super().__init__()
        self._known = known
        if space is not None:
            self._ready = self._fork(partial(solution_process.forked_when_solved, space))

    def _open(self, start: Start) -> Channel:
        if self._ready is None:
            return self._fork(partial(solution_process.forked, start))
        channel, self._ready = self._ready, None
        channel.send(start)
        return channel

    def _fork(self, fork: Callable[[Channel, tuple[int, int]], int]) -> Channel:
        (their_reading, writing), (reading, their_writing) = os.pipe(), os.pipe()
        self._pid = fork(Channel(their_reading, their_writing), (reading, writing))
        os.close(their_reading)
        os.close(their_writing)
        return Channel(reading, writing)

    def memory_of(self, start: Start) -> AnswerMemory:
        """Return the memory that earlier trials filled."""
        return AnswerMemory() if self._known is None else RememberedAnswers(self._known, start)

    def end(self) -> None:
        """End the fork and close its pipes."""
        if self._channel is None:
            return
        for descriptor in (self._channel.reading, self._channel.writing):
            os.close(descriptor)
        with contextlib.suppress(ProcessLookupError):
            os.kill(self._pid, signal.SIGKILL)
        os.waitpid(self._pid, 0)
        self.run, self._channel = None, None


_here = threading.local()
"""Each thread has its server, since an instructor's executor may grade in threads."""


def _server() -> _Server:
    # A process that was forked must not talk to the server of its parent.
    if getattr(_here, "pid", os.getpid()) != os.getpid() and not isinstance(_here.server, _ForkHere):
        del _here.server
    if not hasattr(_here, "server"):
        _here.server, _here.pid = _Server(), os.getpid()
    server: _Server = _here.server
    return server


def fork_solutions_here(space: dict[str, Any] | None = None, known: KnownAnswers | None = None) -> None:
    """From now on run solutions in forks of this process, which must have one thread.

    `space` are the variables of a solution that has run to its end in this process and folder. `known` are answers of
    this exercise's solution for this learner: a question that is among them is not asked again.
    """
    _here.server = _ForkHere(space, known)


@cache
def _wrong_answers(exercise: Exercise, digest: str) -> tuple[WrongAnswer, ...]:
    return read_wrong_answers(exercise)


@cache
def _cells(exercise: Exercise, digest: str) -> tuple[str, ...]:
    return tuple(solution_cells(exercise))
