"""Grade a strange submission between two honest ones, and look at what the batch leaves behind."""

from __future__ import annotations

import gc
import json
import os
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from labelwright.checks.verdicts import OutcomeKind, Report
from labelwright.checks.work import Work
from labelwright.data.material import Material
from labelwright.exchange.plain_data import dumps
from labelwright.grading.batch import grade_all
from labelwright.grading.hand_ins import collect
from labelwright.grading.sandbox.fork_server import shared_fork_server

# importlib mode puts no test folder on the path; the helpers next to this file are shared by name.
sys.path.insert(0, str(Path(__file__).parent))

FIRST, LAST = "aa-honest", "zz-honest"
Write = Callable[[Path], None]


def children(pid: int) -> list[int]:
    """The live children of a process, by /proc; an ended one that waits to be reaped counts as well."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid:
            found.append(int(stat.parent.name))
    return found


def descendants(pid: int) -> list[int]:
    direct = children(pid)
    return [*direct, *(below for child in direct for below in descendants(child))]


def open_files() -> int:
    # A pool that an earlier test closed lets go of its pipes when it is collected.
    gc.collect()
    # What lives now is not looked at again: late in a run of all tests, each look would take half a second.
    gc.freeze()
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


@dataclass(frozen=True)
class Batch:
    """Grades a folder with a case between two honest learners' notebooks."""

    counting: Any
    folder: Path
    scratch: Path

    def grade(self, write: Write, by_name: bool = False, **options: Any) -> list[Report]:
        """Write the case into the folder, grade all, check what must always be true; return the case's reports.

        With `by_name` each file is named itself, as an instructor names a download, and not the folder that it is in.
        """
        (self.folder / f"{FIRST}.ipynb").write_bytes(self.counting.notebook(learner=FIRST))
        (self.folder / f"{LAST}.ipynb").write_bytes(self.counting.notebook(learner=LAST))
        write(self.folder)
        before = open_files()
        paths = sorted(self.folder.iterdir()) if by_name else [self.folder]
        reports = list(grade_all(collect(paths), self.counting.course, **options))
        self._nothing_is_left(before)
        honest = [report for report in reports if report.learner in (FIRST, LAST)]
        assert [report.learner for report in honest] == [FIRST, LAST]
        for report in honest:
            assert (report.outcome.kind, report.score, report.passed) == (OutcomeKind.FINISHED, 100.0, True)
        return [report for report in reports if report.learner not in (FIRST, LAST)]

    def one(self, write: Write, **options: Any) -> Report:
        """Do the same for a case with one report."""
        (report,) = self.grade(write, **options)
        return report

    def cells(self, cells: list[str]) -> Report:
        """The same, for a notebook with these code cells."""
        return self.one(lambda folder: void(folder / "case.ipynb", self.counting.notebook(cells, "case")))

    def _nothing_is_left(self, before: int) -> None:
        assert list(self.scratch.iterdir()) == []
        # Fewer is well: what an earlier test left to the garbage collector may go meanwhile.
        assert open_files() <= before
        deadline = time.monotonic() + 5
        while (left := set(descendants(os.getpid())) - self._standing()) and time.monotonic() < deadline:
            time.sleep(0.05)
        assert left == set(), f"processes are left: {left}"

    def _standing(self) -> set[int]:
        """What may stay: the fork server and what it keeps of its own."""
        return RUNNING


RUNNING: set[int] = set()


def void(path: Path, payload: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(payload)


@pytest.fixture(scope="session")
def server() -> None:
    """Start this process's fork server, so that the processes before a batch are known."""
    shared_fork_server()


@pytest.fixture
def batch(counting: Any, server: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Batch:
    folder, scratch = tmp_path / "in", tmp_path / "scratch"
    folder.mkdir()
    scratch.mkdir()
    # The process that runs solutions stays, as the fork server does.
    work = Work(
        Material(counting.course, counting.exercise, FIRST), lambda question: dumps({"state": "absent"})
    )
    assert work.solution.number("ham_share") == 0.625
    work.close()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    RUNNING.clear()
    RUNNING.update(descendants(os.getpid()))
    return Batch(counting, folder, scratch)


@pytest.fixture(scope="module")
def notebook(counting: Any) -> Any:
    def make(learner: str = "", exercise: str = "count-the-labels", more: str = "") -> bytes:
        document = counting.document([*counting.solved(), f"number = 1{more}"], learner=learner or "nobody")
        stated = document["metadata"]["labelwright"]
        stated["exercise"] = exercise
        if not learner:
            del stated["learner"]
        return json.dumps(document).encode()

    return make
