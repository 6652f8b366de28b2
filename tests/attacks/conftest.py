"""The arena: an attacker's notebook is graded between two honest ones, amid things that must stay unread and whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from labelwright.authoring.learner_notebook import filled_notebook
from labelwright.authoring.new import new_exercise
from labelwright.checks.verdicts import OutcomeKind, Report
from labelwright.checks.work import Work
from labelwright.course.course import Course
from labelwright.course.exercise import Exercise
from labelwright.course.percent import solution_cells
from labelwright.data.material import Material
from labelwright.exchange.plain_data import dumps
from labelwright.gradebook.book import Gradebook
from labelwright.grading.batch import grade_all
from labelwright.grading.hand_ins import collect
from labelwright.grading.sandbox.fork_server import close_fork_server, shared_fork_server

FIRST, ATTACKER, LAST = "aa-honest", "mallory", "zz-honest"
CELL_SECONDS, SECONDS, MEMORY_MB = 1.0, 3.0, 768
LONGEST = 3 * SECONDS + 9
"""Seconds for a batch of three: two runs and the answers, and room for a busy machine."""
MARK = "lwattack"
"""What attacks name their processes and threads, so that a survivor is found."""

OPENING = """
from labelwright import exercise
ex = exercise("count-the-labels")
attempts = {}

def attempt(name, act):
    try:
        got = act()
    except BaseException as error:
        number = getattr(error, "errno", None)
        attempts[name] = "refused" + (f" {number}" if number else "")
    else:
        attempts[name] = "done " + repr(got)[:300]
"""

REPORTING = '''

def _write_report(work):
    """Write down what the notebook says it tried; it scores nothing."""
    import json
    from pathlib import Path
    try:
        reported = work.value("attempts")
    except Exception:
        return BATCHES
    Path(__file__).with_name("reported.json").write_text(json.dumps(reported, default=str))
    return BATCHES

'''


@dataclass(frozen=True)
class Vault:
    """Everything near the grader that learner code must neither read nor change."""

    root: Path
    canary: str
    bystander: int
    folder: Path

    @property
    def files(self) -> list[Path]:
        """The planted files, and the folder of the other learners' work."""
        planted = [self.root / "keys" / "issuer.pem", self.root / "gradebook.db"]
        exercise = self.root / "course" / "exercises" / "count-the-labels"
        named = ("checks.py", "hints.md", "notebook.py", "answer_key.txt", "mistakes.py")
        planted += [exercise / name for name in named]
        return [*planted, self.folder / f"{FIRST}.ipynb", self.folder / f"{LAST}.ipynb"]

    def state(self) -> dict[str, tuple[object, ...]]:
        """Bytes, mode, times, owner and attributes of every file and folder in the vault."""
        found: dict[str, tuple[object, ...]] = {}
        for path in sorted([self.root, *self.root.rglob("*")]):
            if path.name == "reported.json" or "__pycache__" in path.parts:
                continue
            state = path.lstat()
            times = (state.st_mtime_ns,) if path.is_file() else ()
            content = path.read_bytes() if path.is_file() else b""
            found[str(path)] = (
                content,
                state.st_mode,
                state.st_uid,
                state.st_nlink,
                *times,
                *_attributes(path),
            )
        return found


def _attributes(path: Path) -> tuple[str, ...]:
    return tuple(os.listxattr(path)) if hasattr(os, "listxattr") else ()


@dataclass
class Arena:
    """Grades an attack between two honest learners and checks what must be true for any attack."""

    course: Course
    exercise: Exercise
    vault: Vault
    reported: dict[str, Any]
    opening: str = OPENING

    def solved(self) -> list[str]:
        """The solved notebook's code cells."""
        return solution_cells(self.exercise)

    def notebook(self, cells: list[str], learner: str = ATTACKER) -> bytes:
        """A notebook with these code cells."""
        return filled_notebook(self.exercise, cells, learner)

    def attack(self, *cells: str, bare: bool = False) -> Report:
        """Grade a notebook of these cells (after the opening, unless `bare`) as the attacker's."""
        listed = list(cells) if bare else [OPENING, *cells]
        path = self.vault.folder / f"{ATTACKER}.ipynb"
        (report,) = self.grade(lambda folder: path.write_bytes(self.notebook(listed)))
        return report

    def attempts(self, *cells: str) -> dict[str, str]:
        """What came of the cells' attempts, by name; the report must be worth nothing."""
        report = self.attack(*cells)
        assert (report.score, report.passed) == (0.0, False), report
        assert self.reported, f"the notebook reported nothing: {report.outcome}"
        return {str(name): str(what) for name, what in self.reported.items()}

    def grade(self, write: Callable[[Path], object], by_name: bool = False) -> list[Report]:
        """Add the attack to the honest notebooks and grade all; return the reports that are not the honest ones'.

        With `by_name` each file is named itself, as an instructor names a download, and not the folder that it is in.
        """
        for learner in (FIRST, LAST):
            cells = [*self.solved(), f"secret = {self.vault.canary!r}"]
            (self.vault.folder / f"{learner}.ipynb").write_bytes(self.notebook(cells, learner))
        write(self.vault.folder)
        self.reported.clear()
        report_file = self.exercise.folder / "reported.json"
        report_file.unlink(missing_ok=True)
        # The process that runs solutions outlives a batch. So does the fork server, and the data that it holds for the next one.
        work = Work(Material(self.course, self.exercise, FIRST), lambda question: dumps({"state": "absent"}))
        assert work.solution.number("ham_share") == 0.625
        work.close()
        kept = set(shared_fork_server().scratch.iterdir())
        before, running = self.vault.state(), set(descendants(os.getpid()))
        began = time.monotonic()
        paths = sorted(self.vault.folder.iterdir()) if by_name else [self.vault.folder]
        reports = list(grade_all(collect(paths), self.course))
        took = time.monotonic() - began
        if report_file.is_file():
            reported = json.loads(report_file.read_text(encoding="utf-8"))
            self.reported.update(reported if isinstance(reported, dict) else {})
        assert took < LONGEST, f"the batch took {took:.1f} seconds"
        self._held(reports, before, running, kept)
        return [report for report in reports if report.learner not in (FIRST, LAST)]

    def _held(
        self, reports: list[Report], before: dict[str, Any], running: set[int], kept: set[Path]
    ) -> None:
        honest = [report for report in reports if report.learner in (FIRST, LAST)]
        assert [report.learner for report in honest] == [FIRST, LAST]
        for report in honest:
            assert (report.outcome.kind, report.score, report.passed) == (
                OutcomeKind.FINISHED,
                100.0,
                True,
            ), report
        assert self.vault.state() == before, "something outside was changed"
        seen = "".join(r.model_dump_json() for r in reports if r.learner not in (FIRST, LAST))
        assert self.vault.canary not in seen + json.dumps(self.reported), "something outside was read"
        assert set(shared_fork_server().scratch.iterdir()) == kept, "a scratch folder is left"
        os.kill(self.vault.bystander, 0)
        assert nothing_left(running) == set()


def nothing_left(running: set[int]) -> set[int]:
    """Return new descendants of this process, and processes with the mark, that are still there after a while."""
    deadline = time.monotonic() + 5
    while True:
        left = set(descendants(os.getpid())) - running | marked()
        if not left or time.monotonic() > deadline:
            return left
        time.sleep(0.02)


def stat_fields(pid: int) -> list[str]:
    text = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()


def descendants(pid: int) -> list[int]:
    """Every living process below `pid`, by /proc."""
    parents: dict[int, int] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = stat_fields(int(folder.name))
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(folder.name)] = int(fields[1])
    found = {pid}
    while new := {child for child, parent in parents.items() if parent in found} - found:
        found |= new
    return sorted(found - {pid})


def marked() -> set[int]:
    """Processes whose name bears the mark."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/comm"):
        try:
            if MARK in path.read_text(encoding="utf-8", errors="replace"):
                found.add(int(path.parent.name))
        except OSError:
            continue
    return found


def make_course(root: Path, canary: str) -> Exercise:
    """A course of one quick exercise, whose checks write down what a notebook says it tried."""
    (root / "exercises").mkdir(parents=True)
    (root / "datasets").mkdir()
    folder = new_exercise(Course(root), "count-the-labels", module="m01-new")
    stated = (folder / "exercise.toml").read_text(encoding="utf-8")
    limits = {"cell_seconds = 20": CELL_SECONDS, "seconds = 60": SECONDS, "memory_mb = 2048": MEMORY_MB}
    for line, value in limits.items():
        assert f"\n{line}" in stated
        stated = stated.replace(f"\n{line}", f"\n{line.split()[0]} = {value:g}")
    (folder / "exercise.toml").write_text(stated, encoding="utf-8")
    checks = (folder / "checks.py").read_text(encoding="utf-8")
    first = "counts_every_label = function("
    assert first in checks
    assert "inputs=BATCHES" in checks
    spying = checks.replace(first, REPORTING + first).replace("inputs=BATCHES", "inputs=_write_report")
    spying += f"\n# {canary}\n"
    (folder / "checks.py").write_text(spying, encoding="utf-8")
    (folder / "answer_key.txt").write_text(canary, encoding="utf-8")
    with (folder / "hints.md").open("a", encoding="utf-8") as hints:
        hints.write(f"\n<!-- {canary} -->\n")
    with (folder / "mistakes.py").open("a", encoding="utf-8") as code:
        code.write(f"\n# {canary}\n")
    return Course(root).exercises[0]


@pytest.fixture(scope="session")
def arena_course(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Exercise, Path, str, int]]:
    canary = f"canary{uuid4().hex}"
    root = tmp_path_factory.mktemp("vault")
    exercise = make_course(root / "course", canary)
    (root / "keys").mkdir(mode=0o700)
    (root / "keys" / "issuer.pem").write_text(canary, encoding="utf-8")
    Gradebook(root / "gradebook.db").close()
    with (root / "gradebook.db").open("ab") as book:
        book.write(canary.encode())
    # The secret is in the grader's environment before the fork server starts.
    close_fork_server()
    os.environ["LABELWRIGHT_CANARY"] = canary
    shared_fork_server()
    sleeper = [sys.executable, "-c", f"import time; secret = {canary!r}; time.sleep(3600)"]
    with subprocess.Popen(sleeper, stdin=subprocess.DEVNULL) as bystander:
        yield exercise, root, canary, bystander.pid
        bystander.kill()
    close_fork_server()
    del os.environ["LABELWRIGHT_CANARY"]


@pytest.fixture
def arena(arena_course: tuple[Exercise, Path, str, int], tmp_path: Path) -> Arena:
    exercise, root, canary, bystander = arena_course
    folder = tmp_path / "in"
    folder.mkdir()
    return Arena(Course(root / "course"), exercise, Vault(root, canary, bystander, folder), {})
