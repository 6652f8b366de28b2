"""One submission's answers cannot hold the grader up: checks have a clock and a memory limit, and end as not run."""

from __future__ import annotations

import os
import signal
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from types import SimpleNamespace
from typing import Any

import pytest

from labelwright.checks.check import Check
from labelwright.checks.item_answers import ItemAnswers
from labelwright.checks.runner import CheckTimeout, run_checks
from labelwright.checks.verdicts import Origin, Outcome, OutcomeKind, Report, Verdict
from labelwright.course.course import Course
from labelwright.grading import batch, grade
from labelwright.grading.executors import parse_executor
from labelwright.grading.grade import limited_checks
from labelwright.grading.submissions import Submission


def loops(work: Any) -> None:
    while True:
        pass


def fills_the_memory(work: Any) -> None:
    kept = []
    while True:
        kept.append(bytearray(1 << 24))


def run(counting: Any, functions: list[Any], seconds: float) -> list[Any]:
    checks = [Check(f"c{n}", "counts", "A sentence.", function) for n, function in enumerate(functions)]
    with limited_checks(seconds):
        results, notes = run_checks(counting.exercise, checks, SimpleNamespace(items=ItemAnswers()))  # type: ignore[arg-type]
    assert notes == []
    return results


def test_slow_checks_are_stopped_and_the_rest_is_told(counting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grade, "AGAIN", 0.1)
    before = signal.getsignal(signal.SIGALRM)
    results = run(counting, [loops, lambda work: None, loops], 0.1)
    assert [result.verdict for result in results] == [Verdict.NOT_RUN, Verdict.PASSED, Verdict.NOT_RUN]
    assert "needed more time for your answer" in results[0].found
    assert signal.getsignal(signal.SIGALRM) is before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_checks_that_fill_the_memory_are_stopped(counting: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    status = Path("/proc/self/status").read_text(encoding="ascii")
    now = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmData"))
    monkeypatch.setattr(grade, "MEMORY", now + (200 << 20))
    results = run(counting, [fills_the_memory, lambda work: None], 60)
    assert [result.verdict for result in results] == [Verdict.NOT_RUN, Verdict.PASSED]
    assert "needed more memory" in results[0].found
    assert len(bytearray(300 << 20)) == 300 << 20


def test_without_need_nothing_is_stopped(counting: Any) -> None:
    assert [r.verdict for r in run(counting, [lambda work: None], 60)] == [Verdict.PASSED]
    time.sleep(0.01)
    with pytest.raises(CheckTimeout), limited_checks(0.01):
        time.sleep(1)


@pytest.mark.parametrize("again", [OutcomeKind.FINISHED, OutcomeKind.TIMED_OUT])
def test_what_ran_out_of_time_is_graded_again_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, again: OutcomeKind
) -> None:
    lock, running, in_flight, graded = Lock(), [], {}, []

    def grade_here(
        root: Path, submission: Submission, origin: Origin, any_version: bool, mark: str
    ) -> Report:
        name = submission.learner
        with lock:
            running.append(name)
        time.sleep(0.02)
        with lock:
            in_flight[name] = len(running)
            running.remove(name)
            graded.append(name)
        slow = name in ("b", "d")
        kind = (
            again
            if slow and graded.count(name) == 2
            else OutcomeKind.TIMED_OUT
            if slow
            else OutcomeKind.FINISHED
        )
        return Report(learner=name, exercise="x", outcome=Outcome(kind=kind, sentence="s"))

    monkeypatch.setattr(batch, "grade_here", grade_here)
    submissions = [Submission(f"{name}.ipynb", name) for name in "abcdefgh"]
    reports = {
        report.learner: report
        for report in batch.grade_all(
            submissions, Course(tmp_path), executor=lambda: ThreadPoolExecutor(4), workers=4
        )
    }
    assert sorted(reports) == list("abcdefgh")
    assert sorted(graded) == sorted("abcdefgh" + "bd")
    # They come in the order in which they timed out, which a busy machine may turn round.
    assert sorted(graded[-2:]) == ["b", "d"]
    assert in_flight["b"] == in_flight["d"] == 1
    for name in "bd":
        assert reports[name].outcome.kind is again
        assert (batch.TIMED_OUT_TWICE in reports[name].notes) == (again is OutcomeKind.TIMED_OUT)


@pytest.mark.slow("starts a pool of processes")
@pytest.mark.skipif(not hasattr(os, "sched_getaffinity"), reason="this system pins no process")
def test_each_worker_stays_on_one_processor() -> None:
    spec = parse_executor("processes:2")
    assert spec.open is not None
    with spec.open() as pool:
        places = [pool.submit(os.sched_getaffinity, 0).result() for _ in range(4)]
    assert all(len(place) == 1 for place in places)


def test_asking_for_one_task_runs_no_other_task_s_checks(counting: Any) -> None:
    ran: list[str] = []

    def note(name: str) -> Any:
        return lambda work: ran.append(name)

    first = Check("first", "share", "A sentence.", note("first"))
    second = Check("second", "counts", "A sentence.", note("second"), after=first)
    third = Check("third", "counts", "A sentence.", note("third"), after=second)
    checks = [first, second, third, Check("other", "share", "A sentence.", note("other"))]
    results, _ = run_checks(counting.exercise, checks, SimpleNamespace(items=ItemAnswers()), "counts")  # type: ignore[arg-type]
    assert ran == ["first", "second", "third"]
    assert [result.id for result in results] == ["second", "third"]
    assert [result.max_points for result in results] == [30.0, 30.0]
