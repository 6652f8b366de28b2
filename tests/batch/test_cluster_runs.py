"""A real Dask scheduler and two real workers over TCP, one of them killed midway."""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from batch_course import expected_scores, hand_in

from labelwright import settings
from labelwright.gradebook.book import Gradebook
from labelwright.grading.batch import grade_all
from labelwright.grading.executors import ExecutorError, parse_executor
from labelwright.grading.hand_ins import collect

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")

QUIET = {"DASK_DISTRIBUTED__ADMIN__LOW_LEVEL_LOG_LENGTH": "0", "DASK_DISTRIBUTED__DIAGNOSTICS__NVML": "false"}


def spawn(*arguments: str, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", *arguments],
        cwd=cwd,
        env={**os.environ, **QUIET},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def follow(process: subprocess.Popen[str], pattern: str, seconds: float = 60) -> str:
    """The first match in the process's output; its later output is read away."""
    found: list[str] = []
    lines: list[str] = []
    event = threading.Event()

    def read() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            lines.append(line)
            if not found and (match := re.search(pattern, line)):
                found.append(match[0])
                event.set()

    threading.Thread(target=read, daemon=True).start()
    assert event.wait(seconds), "".join(lines)
    return found[0]


def start_cluster(folder: Path, started: list[subprocess.Popen[str]], tls: tuple[str, ...] = ()) -> str:
    """A scheduler and two workers on this machine's loopback; the scheduler's address."""
    quiet = ("--no-dashboard", *tls)
    where = ("--host", "127.0.0.1", "--port", "0", *(("--protocol", "tls") if tls else ()))
    scheduler = spawn("distributed.cli.dask_scheduler", *where, *quiet, cwd=folder)
    started.append(scheduler)
    address = follow(scheduler, r"(tcp|tls)://127\.0\.0\.1:\d+")
    for _ in range(2):
        one = ("--nthreads", "1", "--no-nanny")
        worker = spawn("distributed.cli.dask_worker", address, *one, *quiet, cwd=folder)
        started.append(worker)
        follow(worker, r"Registered to|Starting established connection")
    return address


@pytest.fixture
def processes() -> Iterator[list[subprocess.Popen[str]]]:
    started: list[subprocess.Popen[str]] = []
    try:
        yield started
    finally:
        for process in started:
            process.kill()
            process.wait()
            assert process.stdout is not None
            process.stdout.close()


@pytest.fixture
def cluster(
    tmp_path: Path, processes: list[subprocess.Popen[str]]
) -> tuple[str, list[subprocess.Popen[str]]]:
    return start_cluster(tmp_path, processes), processes[1:]


@pytest.mark.slow("waits for a Dask cluster and sixty notebooks")
@pytest.mark.filterwarnings("ignore")
def test_a_worker_killed_midway_loses_nothing(small_course, tmp_path, cluster):
    address, workers = cluster
    folder = hand_in(small_course, tmp_path / "in", 60)
    chosen = parse_executor(f"dask:{address}")
    assert chosen.workers == 2
    with Gradebook(tmp_path / "book.db") as book:
        for count, report in enumerate(
            grade_all(collect([folder]), small_course, executor=chosen.open, workers=chosen.workers)
        ):
            book.record(report)
            if count == 15:
                os.kill(workers[0].pid, signal.SIGKILL)
        reports = book.reports()
    assert len(reports) == 60
    assert {report.learner: report.score for report in reports} == expected_scores(60)


@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_is_not_there_is_explained(monkeypatch):
    monkeypatch.setattr("labelwright.grading.executors.SECONDS", 1.0)
    with pytest.raises(ExecutorError, match="does not answer"):
        parse_executor("dask:tcp://127.0.0.1:9")


def test_half_a_tls_set_up_is_explained(monkeypatch):
    monkeypatch.setenv("LABELWRIGHT_TLS_CA", "ca.pem")
    with pytest.raises(ExecutorError, match="all three"):
        parse_executor("dask:tls://127.0.0.1:9")


def certificates(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate authority of one's own, and one certificate it signed, as the instructors' page says."""
    make = subprocess.run(
        ["bash", "-ec", OPENSSL], cwd=folder, capture_output=True, text=True, check=False, timeout=60
    )
    assert make.returncode == 0, make.stderr
    return folder / "ca.pem", folder / "grader.pem", folder / "grader-key.pem"


def documented_commands() -> str:
    page = (Path(__file__).parents[2] / "course" / "instructors" / "isolation.md").read_text(encoding="utf-8")
    found = re.search(r"```bash\n(openssl req.*?)```", page, re.S)
    assert found, "the page no longer says how to make certificates"
    return found[1]


OPENSSL = documented_commands()


@pytest.mark.slow("waits for a Dask cluster")
@pytest.mark.filterwarnings("ignore")
@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl is not installed")
def test_a_cluster_over_tls_grades_and_refuses_strangers(small_course, tmp_path, processes, monkeypatch):
    authority, certificate, key = certificates(tmp_path)
    options = ("--tls-ca-file", str(authority), "--tls-cert", str(certificate), "--tls-key", str(key))
    address = start_cluster(tmp_path, processes, options)
    assert address.startswith("tls://")
    monkeypatch.setattr("labelwright.grading.executors.SECONDS", 3.0)
    with pytest.raises(ExecutorError, match="TLS"):
        parse_executor(f"dask:{address}")
    for setting, path in zip(settings.TLS, (authority, certificate, key), strict=True):
        monkeypatch.setenv(setting.name, str(path))
    monkeypatch.setattr("labelwright.grading.executors.SECONDS", 30.0)
    chosen = parse_executor(f"dask:{address}")
    folder = hand_in(small_course, tmp_path / "in", 6)
    reports = list(grade_all(collect([folder]), small_course, executor=chosen.open, workers=chosen.workers))
    assert {report.learner: report.score for report in reports} == expected_scores(6)
