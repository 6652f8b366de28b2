"""Solve an exercise once, then try many changed answers, each in a process forked from the solved one.

Only what the author of an exercise wrote, or a change of it, runs here: there are limits, but no sandbox.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import multiprocessing.forkserver
import os
import resource
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING, Any

from labelwright.checks.runner import exercise_facts, load_checks, make_report, run_checks
from labelwright.checks.verdicts import CheckResult, Origin, Outcome, OutcomeKind, Report
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.errors import LabelwrightError
from labelwright.exchange import grading_session, inspect
from labelwright.grading.grade import session_of
from labelwright.grading.outcomes import cause_of_absence, outcome_of
from labelwright.grading.sandbox.execution import CellFailure
from labelwright.grading.sandbox.fork_server_main import PRELOADED

if TYPE_CHECKING:
    from labelwright.checks.check import Check
    from labelwright.course.exercise import Exercise
    from labelwright.grading.sandbox.shell import NotebookShell

SECONDS = 60
"""What one changed answer may take, its checks included."""
MEMORY = 4 * 1024**3
"""Bytes of memory that the process of one changed answer may have."""
_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "ARROW_IO_THREADS"), "1")
"""Threads of a library do not survive a fork."""
_LIBRARIES = ("labelwright", "pandas", "numpy", "scipy", "sklearn", "evalica", "pyarrow", "rapidfuzz")
"""What a later process may inherit if an earlier one imported it. The exercises' own modules are not among them."""


@dataclass(frozen=True)
class Change:
    """A changed notebook: the solution's first `after` cells (all of them by default), then `cells`."""

    cells: tuple[str, ...] = ()
    after: int | None = None


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

    def check(self) -> Report:
        """Run all checks in this process and return their report."""
        work = Work(self.material, self.ask, partial(cause_of_absence, self.failures, self.cells))
        results, notes = run_checks(self.exercise, self.checks, work)
        return self.report(outcome_of(self.failures, self.cells), results, notes)

    def report(
        self, outcome: Outcome, results: Sequence[CheckResult] = (), notes: Sequence[str] = ()
    ) -> Report:
        """Return a report with this outcome and these results."""
        title = self.course.module(self.exercise.module).title
        return make_report(
            self.exercise,
            exercise_facts(self.exercise, title, self.material.cards),
            outcome,
            results,
            learner=self.material.learner,
            form=self.material.form,
            origin=Origin.SELF,
            level="none",
            notes=notes,
        )


def try_changes(
    course: Course, exercise: Exercise, learner: str, changes: Sequence[Change], form: int = 1
) -> Iterator[Report]:
    """Yield a report for each of `changes`, in their order, made from one run of the solution for `learner`.

    A change that needs more than SECONDS or MEMORY gets an outcome that says so, and no checks. Raises LabelwrightError
    if the solution's process ends early.
    """
    reading, writing = _context().Pipe(duplex=False)
    folder = tempfile.mkdtemp(prefix="bench-")
    arguments = (writing, course.root, exercise.slug, learner, form, tuple(changes), folder)
    process = _context().Process(target=_host, args=arguments, daemon=True)
    with _one_thread():
        process.start()
    writing.close()
    try:
        made: dict[int, Report] = {}
        for number in range(len(changes)):
            while number not in made:
                made.update([_received(reading, exercise)])
            yield made.pop(number)
    finally:
        if process.pid is not None and process.is_alive():
            process.kill()
        process.join()
        reading.close()
        shutil.rmtree(folder, ignore_errors=True)


def _received(results: Connection, exercise: Exercise) -> tuple[int, Report]:
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
    changes: tuple[Change, ...],
    folder: str,
) -> None:
    """Run the solution cell by cell, and fork a process for each change where it leaves the solution."""
    try:
        solved = _open(root, slug, learner, form, Path(folder) / "solution")
        cells = solution_cells(solved.exercise)
        for place in range(len(cells) + 1):
            for number, change in enumerate(changes):
                if place == (len(cells) if change.after is None else change.after):
                    results.send((number, _report(solved, change, Path(folder) / str(number))))
            solved.run(cells[place : place + 1])
    except LabelwrightError as error:
        results.send((-1, error))


def _open(root: Path, slug: str, learner: str, form: int, folder: Path) -> Solved:
    from labelwright.grading.sandbox.shell import Discard, prepared_shell

    folder.mkdir()
    course = Course(root)
    exercise = course.exercise(slug)
    material = Material(course, exercise, learner, form)
    session = session_of(material)
    grading_session.install(grading_session.GradingSession(session["slug"], session["files"], material.table))
    checks = load_checks(exercise)
    os.environ.update(TMPDIR=str(folder), MPLBACKEND="Agg")
    os.chdir(folder)
    sys.path.insert(0, "")
    sys.stdout = sys.stderr = Discard()
    shell = prepared_shell()
    shell.start_in(folder)
    return Solved(course, exercise, material, checks, shell, folder)


def _report(solved: Solved, change: Change, folder: Path) -> Report:
    """Fork a process that runs the change and its checks in a copy of the folder; return its report."""
    reading, writing = multiprocessing.Pipe(duplex=False)
    pid = os.fork()
    if pid == 0:
        try:
            reading.close()
            writing.send(_changed(solved, change, folder))
        finally:
            os._exit(0)
    writing.close()
    try:
        report, imported = reading.recv() if reading.poll(SECONDS) else (_cut_short(solved, "time"), ())
    except EOFError:
        report, imported = _cut_short(solved, "memory or processor time"), ()
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)
        reading.close()
    for name in imported:
        with contextlib.suppress(Exception):
            import_module(name)
    return report


def _changed(solved: Solved, change: Change, folder: Path) -> tuple[Report, list[str]]:
    """Run a change in this process; return its report and the libraries that were imported for it."""
    before = set(sys.modules)
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    shutil.copytree(solved.folder, folder)
    solved.folder = folder
    os.chdir(folder)
    solved.run(change.cells)
    report = solved.check()
    return report, [name for name in set(sys.modules) - before if name.partition(".")[0] in _LIBRARIES]


def _cut_short(solved: Solved, what: str) -> Report:
    """Return the report of a change whose process was ended."""
    sentence = f"It needed more {what} than a changed answer may take."
    return solved.report(Outcome(kind=OutcomeKind.TIMED_OUT, sentence=sentence))
