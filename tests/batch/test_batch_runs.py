"""Batches as an instructor runs them: pools, broken workers, unchanged work, stopping, being killed, watching."""

from __future__ import annotations

import json
import os
import random
import signal
import sqlite3
import subprocess
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from batch_course import expected_scores, hand_in

from labelwright.checks.verdicts import OutcomeKind
from labelwright.course.course import Course
from labelwright.gradebook.book import Gradebook
from labelwright.grading.batch import grade_all, grade_here
from labelwright.grading.executors import ExecutorError, parse_executor
from labelwright.grading.grade import exercise_digest
from labelwright.grading.hand_ins import collect

COMMAND = [sys.executable, "-m", "labelwright.cli"]


def start(course: Course, *arguments: str | Path, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*COMMAND, "--course", str(course.root), *map(str, arguments)],
        cwd=cwd,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )


def run(course: Course, *arguments: str | Path, cwd: Path) -> str:
    process = start(course, *arguments, cwd=cwd)
    output, _ = process.communicate(timeout=300)
    assert process.returncode == 0, output
    return output


def orphaned_fork_servers() -> list[int]:
    """Processes of the sandbox whose environment or parentage ties them to a command that is gone."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            command = (folder / "cmdline").read_bytes()
            parent = int((folder / "stat").read_text().rsplit(")", 1)[1].split()[1])
        except (OSError, IndexError):
            continue
        if b"labelwright.grading.sandbox.fork_server_main" in command and parent == 1:
            found.append(int(folder.name))
    return found


def test_a_pool_grades_everyone_once(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 40)
    chosen = parse_executor("processes:2")
    reports = list(grade_all(collect([folder]), small_course, executor=chosen.open, workers=chosen.workers))
    assert {report.learner: report.score for report in reports} == expected_scores(40)
    assert len(reports) == 40


def test_an_executor_that_is_neither_is_explained():
    for spec in ("threads:2", "processes:0", "processes:x", "dask:", ""):
        with pytest.raises(ExecutorError, match="processes:N"):
            parse_executor(spec)


def dies_once(root, submission, origin, any_version, mark):
    """A worker that is killed the first time it meets one learner, and grades on the second try."""
    marker = Path(root) / "died"
    if submission.learner == "learner-00003" and not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return grade_here(root, submission, origin, any_version, mark)


def dies_always(root, submission, origin, any_version, mark):
    if submission.learner == "learner-00003":
        os.kill(os.getpid(), signal.SIGKILL)
    return grade_here(root, submission, origin, any_version, mark)


@pytest.mark.mostly_slow("dies_once", reason="each case starts and kills workers")
@pytest.mark.parametrize("job", [dies_once, dies_always])
def test_a_killed_worker_loses_no_submission(small_course, tmp_path, monkeypatch, caplog, job):
    caplog.set_level("INFO", "labelwright")
    monkeypatch.setattr("labelwright.grading.batch.grade_here", job)
    (small_course.root / "died").unlink(missing_ok=True)
    folder = hand_in(small_course, tmp_path / "in", 12)

    def pool() -> ProcessPoolExecutor:
        import multiprocessing

        return ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork"))

    reports = list(grade_all(collect([folder]), small_course, executor=pool, workers=2))
    graded = {report.learner: report for report in reports}
    assert len(reports) == len(graded) == 12
    wanted = expected_scores(12)
    if job is dies_always:
        assert graded["learner-00003"].outcome.kind is OutcomeKind.NOT_GRADED
        assert "grade this submission again" in graded["learner-00003"].outcome.advice
        del wanted["learner-00003"]
    assert {learner: graded[learner].score for learner in wanted} == wanted
    messages = [
        record.getMessage() for record in caplog.records if record.name == "labelwright.grading.batch"
    ]
    assert any("A worker ended" in message for message in messages)
    assert any("learner-00003.ipynb: grading again, attempt 1 of 2" in message for message in messages)


@pytest.mark.slow("runs the grader's command several times")
def test_unchanged_work_is_not_graded_twice(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 10)
    first = run(small_course, "grade", folder, cwd=tmp_path)
    assert "unchanged" not in first
    again = run(small_course, "grade", folder, "--json", "again.jsonl", cwd=tmp_path)
    assert "10 unchanged, not graded again" in again
    lines = [json.loads(line) for line in (tmp_path / "again.jsonl").read_text().splitlines()]
    assert {line["learner"]: line["score"] for line in lines} == expected_scores(10)
    changed = folder / "learner-00000.ipynb"
    changed.write_text(changed.read_text().replace("number = 0", "number = 99"))
    assert "9 unchanged" in run(small_course, "grade", folder, cwd=tmp_path)
    assert "unchanged" not in run(small_course, "grade", folder, "--regrade", cwd=tmp_path)


def test_another_form_of_the_same_work_is_graded_for_itself(small_course, tmp_path):
    [first] = collect([hand_in(small_course, tmp_path / "in", 1)])
    digests = {exercise_digest(small_course, replace(first, form=form)) for form in (1, 2, 1)}
    assert len(digests) == 2


@pytest.mark.slow("runs the grader's command several times")
def test_a_changed_check_grades_again(tmp_path):
    from batch_course import make_course

    course = make_course(tmp_path / "course")
    folder = hand_in(course, tmp_path / "in", 4)
    run(course, "grade", folder, cwd=tmp_path)
    checks = course.root / "exercises" / "count-the-labels" / "checks.py"
    checks.write_text(checks.read_text() + "\n# a change\n")
    assert "unchanged" not in run(course, "grade", folder, cwd=tmp_path)


@pytest.mark.slow("runs the grader's command several times")
def test_ctrl_c_records_what_is_done_and_says_what_remains(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 150)
    process = start(small_course, "grade", folder, "--executor", "processes:1", cwd=tmp_path)
    wait_for_reports(tmp_path / "gradebook.db", 5)
    os.kill(process.pid, signal.SIGINT)
    output, _ = process.communicate(timeout=60)
    assert process.returncode == 130, output
    assert "run the same command again for the rest" in output
    assert "Traceback" not in output
    with Gradebook(tmp_path / "gradebook.db") as book:
        done = len(book.reports())
    assert 5 <= done < 150
    rest = run(small_course, "grade", folder, cwd=tmp_path)
    assert f"{done} unchanged" in rest
    assert_graded_once(tmp_path / "gradebook.db", 150)


@pytest.mark.parametrize(
    ("moments", "submissions"),
    [(4, 60), pytest.param(20, 100, marks=pytest.mark.slow("starts and kills a grader twenty times"))],
)
def test_killed_at_many_moments_every_submission_is_graded_once(small_course, tmp_path, moments, submissions):
    folder = hand_in(small_course, tmp_path / "in", submissions)
    draw = random.Random(20)
    for _ in range(moments):
        process = start(small_course, "grade", folder, cwd=tmp_path)
        time.sleep(draw.uniform(0.3, 3.0))
        process.kill()
        process.communicate()
        if (tmp_path / "gradebook.db").exists():
            assert_intact(tmp_path / "gradebook.db")
    run(small_course, "grade", folder, cwd=tmp_path)
    assert_graded_once(tmp_path / "gradebook.db", submissions)
    deadline = time.monotonic() + 10
    while orphaned_fork_servers() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert orphaned_fork_servers() == []


@pytest.mark.slow("runs the grader's command several times")
def test_watch_grades_what_lands_and_only_that(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 2)
    process = start(small_course, "watch", folder, "--every", "0.3", cwd=tmp_path)
    try:
        wait_for_reports(tmp_path / "gradebook.db", 2)
        hand_in(small_course, folder, 3)
        wait_for_reports(tmp_path / "gradebook.db", 3)
        time.sleep(1)
        os.kill(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    finally:
        process.kill()
        process.wait()
    assert "Stopped watching" in output
    assert "Traceback" not in output
    assert output.count("learner-00000.ipynb") == 1
    assert_graded_once(tmp_path / "gradebook.db", 3)


def wait_for_reports(place: Path, count: int) -> None:
    deadline = time.monotonic() + 90
    while time.monotonic() < deadline:
        if place.exists():
            try:
                with sqlite3.connect(place) as database:
                    if database.execute("select count(*) from reports").fetchone()[0] >= count:
                        return
            except sqlite3.OperationalError:
                pass
            finally:
                database.close()
        time.sleep(0.1)
    raise AssertionError(f"{place} never held {count} reports")


def assert_intact(place: Path) -> None:
    database = sqlite3.connect(place)
    try:
        assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
    finally:
        database.close()


def assert_graded_once(place: Path, count: int) -> None:
    assert_intact(place)
    database = sqlite3.connect(place)
    try:
        rows = database.execute(
            "select submission_id, count(*) from reports group by submission_id"
        ).fetchall()
        checks = database.execute(
            "select report_id, count(*) from check_results group by report_id"
        ).fetchall()
    finally:
        database.close()
    assert len(rows) == count
    assert {number for _, number in rows} == {1}
    assert len(checks) == count
    assert {number for _, number in checks} == {3}
    with Gradebook(place) as book:
        reports = book.reports()
    assert {report.learner: report.score for report in reports} == expected_scores(count)
