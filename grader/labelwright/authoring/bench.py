"""Solve an exercise once, then try many changed answers, each in a process forked from the solved one.

Only what the author of an exercise wrote, or a change of it, runs here: there are limits, but no sandbox.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.forkserver
import os
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from labelwright.checks.known_answers import KnownAnswers
from labelwright.checks.response_parts import read_responses
from labelwright.checks.runner import exercise_facts, load_checks, make_report, run_checks
from labelwright.checks.solution import fork_solutions_here
from labelwright.checks.verdicts import Origin, Outcome, OutcomeKind, Report
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.data.lending import lent_session
from labelwright.data.material import Material
from labelwright.errors import LabelwrightError
from labelwright.exchange import grading_session, inspect
from labelwright.grading.outcomes import cause_of_absence, outcome_of
from labelwright.grading.sandbox.execution import CellFailure
from labelwright.grading.sandbox.fork_server_main import PRELOADED

if TYPE_CHECKING:
    from labelwright.checks.check import Check
    from labelwright.course.exercise import Exercise
    from labelwright.grading.sandbox.shell import NotebookShell

try:
    import resource
except ImportError:  # Windows, where the sandbox says first that it cannot fork
    resource = None  # type: ignore[assignment]

SECONDS = 60
"""What one changed answer may take of the processor, its checks included."""
WAIT = 4 * SECONDS
"""What it may take by the clock: other work on the computer must not change a verdict."""
MEMORY = 4 * 1024**3
"""Bytes of memory that the process of one changed answer may have."""
_NO_MEMORY = "It needed more memory or processor time than a changed answer may take."
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS"), "1")
"""Threads of a library do not survive a fork."""
_LIBRARIES = ("labelwright", "pandas", "numpy", "scipy", "sklearn", "evalica", "pyarrow", "rapidfuzz")
"""What a later process may inherit if an earlier one imported it. The exercises' own modules are not among them."""


class Trial(Protocol):
    """What is tried in a process of its own, forked from the solution after its first `after` cells (by default, all)."""

    @property
    def after(self) -> int | None:
        """How many cells of the solution run first; None for all."""

    def run(self, solved: Solved) -> Any:
        """Try it, and return what can be pickled."""


@dataclass(frozen=True)
class Change:
    """A changed notebook: the solution's first `after` cells (all of them by default), then `cells`."""

    cells: tuple[str, ...] = ()
    after: int | None = None

    def run(self, solved: Solved) -> Report:
        """Run the changed cells and all checks."""
        solved.run(self.cells)
        return solved.check()


@dataclass(frozen=True)
class Stopped:
    """A trial that was ended; `why` is a sentence."""

    why: str


@dataclass
class Solved:
    """The notebook as far as it has run in this process."""

    course: Course
    exercise: Exercise
    material: Material
    checks: tuple[Check, ...]
    shell: NotebookShell
    folder: Path
    cells: list[str] = field(default_factory=list)
    failures: list[CellFailure] = field(default_factory=list)
    kept: list[Any] = field(default_factory=list)
    """What the trials before the first cell returned; later trials can read it."""
    known: KnownAnswers = field(default_factory=KnownAnswers)
    """What the solution and its mistakes answered in earlier trials."""

    def run(self, cells: Sequence[str]) -> None:
        """Run more cells; one that fails does not stop the next one, as in grading."""
        for source in cells:
            self.cells.append(source)
            if errors := self.shell.run_past_missing_packages(source):
                text = "; ".join(dict.fromkeys(map(inspect.describe, errors)))[: inspect.MAX_ERROR]
                kind = "out_of_memory" if text.startswith("MemoryError") else "raised"
                self.failures.append(CellFailure(len(self.cells), kind, text))

    def ask(self, question: dict[str, Any]) -> bytes:
        """Answer a question about the variables and files of this process, as the sandbox's child does."""
        return inspect.answer(self.shell.user_ns, self.folder, question)

    def work(self) -> Work:
        """Return the work of this process as checks see it."""
        return Work(self.material, self.ask, partial(cause_of_absence, self.failures, self.cells))

    def check(self) -> Report:
        """Run all checks in this process and return their report."""
        work = self.work()
        results, notes = run_checks(self.exercise, self.checks, work)
        responses = read_responses(self.exercise, work)
        work.close()
        title = self.course.module(self.exercise.module).title
        return make_report(
            self.exercise,
            exercise_facts(self.exercise, title, self.material.cards),
            outcome_of(self.failures, self.cells),
            results,
            learner=self.material.learner,
            form=self.material.form,
            origin=Origin.SELF,
            level="none",
            notes=notes,
            responses=responses,
        )


def limit_processor(seconds: float) -> None:
    """End this process once it has used this many seconds of the processor from now on."""
    until = int(time.process_time() + seconds) + 1
    resource.setrlimit(resource.RLIMIT_CPU, (min(until, SECONDS), SECONDS))


def try_changes(
    course: Course, exercise: Exercise, learner: str, changes: Sequence[Change], form: int = 1
) -> Iterator[Report]:
    """Yield a report for each of `changes`; one that was stopped has no checks and says so in its outcome."""
    for change, said in zip(changes, try_all(course, exercise, learner, changes, form), strict=True):
        if isinstance(said, Stopped):
            outcome = Outcome(kind=OutcomeKind.CRASHED, sentence=said.why, source="\n".join(change.cells))
            said = Report(learner=learner, exercise=exercise.slug, form=form, outcome=outcome)
        yield said


def try_all(
    course: Course, exercise: Exercise, learner: str, trials: Sequence[Trial], form: int = 1
) -> Iterator[Any]:
    """Yield what each of `trials` returns, in their order, made from one run of the solution for `learner`.

    A trial that needs more than SECONDS, WAIT or MEMORY gives Stopped. Raises LabelwrightError if the solution's process ends
    early.
    """
    reading, writing = _context().Pipe(duplex=False)
    folder = tempfile.mkdtemp(prefix="bench-")
    arguments = (writing, course.root, exercise.slug, learner, form, tuple(trials), folder)
    process = _context().Process(target=_host, args=arguments, daemon=True)
    with _one_thread():
        process.start()
    writing.close()
    try:
        made: dict[int, Any] = {}
        for number in range(len(trials)):
            while number not in made:
                made.update([_received(reading, exercise)])
            yield made.pop(number)
    finally:
        if process.pid is not None and process.is_alive():
            process.kill()
        process.join()
        reading.close()
        shutil.rmtree(folder, ignore_errors=True)


def _received(results: Connection, exercise: Exercise) -> tuple[int, Any]:
    try:
        number, said = results.recv()
    except EOFError:
        raise LabelwrightError(f"{exercise.slug}: the process that runs its solution ended early.") from None
    if isinstance(said, LabelwrightError):
        raise said
    return number, said


def _context() -> multiprocessing.context.ForkServerContext:
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, *PRELOADED])
    return context


@contextlib.contextmanager
def _one_thread() -> Iterator[None]:
    """Have these variables set while the fork server starts; libraries read them at import."""
    before = {name: os.environ.get(name) for name in _ONE_THREAD}
    os.environ.update(_ONE_THREAD)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value


def _host(
    results: Connection,
    root: Path,
    slug: str,
    learner: str,
    form: int,
    trials: tuple[Trial, ...],
    folder: str,
) -> None:
    """Run the solution cell by cell, and fork a process for each trial where it leaves the solution."""
    try:
        solved = _open(root, slug, learner, form, Path(folder) / "solution")
        cells = solution_cells(solved.exercise)
        for place in range(len(cells) + 1):
            for number, trial in enumerate(trials):
                if place == (len(cells) if trial.after is None else trial.after):
                    found = _forked(solved, trial, Path(folder) / str(number))
                    if place == 0:
                        solved.kept.append(found)
                    results.send((number, found))
            solved.run(cells[place : place + 1])
    except LabelwrightError as error:
        # As text: an error of another room may not survive the way between processes.
        results.send((-1, LabelwrightError(str(error))))
    except Exception as error:
        results.send((-1, LabelwrightError(f"{slug} cannot be opened: {type(error).__name__}: {error}")))


def _open(root: Path, slug: str, learner: str, form: int, folder: Path) -> Solved:
    from labelwright.grading.sandbox.shell import Discard, prepared_shell

    folder.mkdir()
    course = Course(root)
    exercise = course.exercise(slug)
    material = Material(course, exercise, learner, form)
    session, _ = lent_session(material, folder.parent)
    grading_session.install(
        grading_session.GradingSession(
            session["slug"], session["files"], material.table, not_lent=session["not_lent"]
        )
    )
    checks = load_checks(exercise)
    os.environ.update(TMPDIR=str(folder), MPLBACKEND="Agg")
    os.chdir(folder)
    sys.path.insert(0, "")
    sys.stdout = sys.stderr = Discard()
    shell = prepared_shell()
    shell.start_in(folder)
    return Solved(course, exercise, material, checks, shell, folder)


def _forked(solved: Solved, trial: Trial, folder: Path) -> Any:
    """Fork a process that runs the trial in a copy of the solution's folder; return what it returns."""
    reading, writing = multiprocessing.Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        try:
            reading.close()
            writing.send(_tried(solved, trial, folder))
        except MemoryError:
            writing.send((Stopped(_NO_MEMORY), [], {}))
        except BaseException as error:
            writing.send((Stopped(f"It stopped with {inspect.describe(error)}."), [], {}))
        finally:
            os._exit(0)
    writing.close()
    try:
        found, imported, answers = (
            reading.recv()
            if reading.poll(WAIT)
            else (Stopped(f"It took longer than {WAIT} seconds."), (), {})
        )
    except EOFError:
        found, imported, answers = Stopped(_NO_MEMORY), (), {}
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        reading.close()
        shutil.rmtree(folder, ignore_errors=True)
    solved.known.add(answers)
    for name in imported:
        with contextlib.suppress(Exception):
            import_module(name)
    return found


def _tried(solved: Solved, trial: Trial, folder: Path) -> tuple[Any, list[str], dict[bytes, bytes]]:
    """Run a trial in this process; return what it returns, the libraries imported for it, and the solution's new answers."""
    before = set(sys.modules)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    shutil.copytree(solved.folder, folder)
    solved.folder = folder
    os.chdir(folder)
    # After all cells, the solution need not run again for the checks.
    fork_solutions_here(solved.shell.user_ns if trial.after is None else None, solved.known)
    found = trial.run(solved)
    imported = [name for name in set(sys.modules) - before if name.partition(".")[0] in _LIBRARIES]
    return found, imported, solved.known.new
