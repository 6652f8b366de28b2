"""Several writers at once, a writer that is killed, a full disk, a folder that cannot be written."""

from __future__ import annotations

import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from labelwright.gradebook.book import Gradebook, GradebookError

PROGRAM = Path(__file__).with_name("recording.py")


def table(place, query):
    url = place.replace("postgresql://", "postgresql+psycopg://") if "://" in place else f"sqlite:///{place}"
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            return [tuple(row) for row in connection.execute(text(query))]
    finally:
        engine.dispose()


def assert_whole(place):
    """Nothing half-written: every report has its checks, and nobody and nothing is without a report."""
    for document, checks in table(
        place,
        "SELECT document, (SELECT count(*) FROM check_results WHERE report_id = reports.id) FROM reports",
    ):
        assert len(json.loads(document)["checks"]) == checks
    assert (
        table(place, "SELECT id FROM submissions WHERE id NOT IN (SELECT submission_id FROM reports)") == []
    )
    assert table(place, "SELECT id FROM learners WHERE id NOT IN (SELECT learner_id FROM submissions)") == []
    if "://" not in place:
        assert table(place, "PRAGMA integrity_check") == [("ok",)]
        assert table(place, "PRAGMA foreign_key_check") == []


@pytest.mark.parametrize(
    "moments", [4, pytest.param(20, marks=pytest.mark.slow("starts and kills a recorder twenty times"))]
)
def test_a_recorder_killed_at_many_moments_loses_nothing_acknowledged(place, moments):
    done = subprocess.run(
        [sys.executable, str(PROGRAM), "kill", place, str(moments)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    rounds = json.loads(done.stdout)
    assert len(rounds) == moments
    acknowledged = {digest for digests in rounds for digest in digests}
    assert len([digests for digests in rounds if digests]) >= 0.75 * moments
    Gradebook(place).close()
    stored = {digest for (digest,) in table(place, "SELECT digest FROM reports")}
    assert acknowledged <= stored
    # At most the one report that each round was busy with may be there unacknowledged.
    assert len(stored - acknowledged) <= moments
    assert_whole(place)


@pytest.mark.mostly_slow("sqlite", reason="each case starts four processes")
def test_four_writers_at_once_on_a_new_gradebook(place):
    spans = [("0", "20"), ("0", "20"), ("10", "30"), ("20", "40")]
    writers = [
        subprocess.Popen(
            [sys.executable, str(PROGRAM), "write", place, *span], stderr=subprocess.PIPE, text=True
        )
        for span in spans
    ]
    ends = [(writer.communicate(timeout=120)[1], writer.returncode) for writer in writers]
    assert [end for end in ends if end[1]] == []
    book = Gradebook(place)
    assert len(book.reports()) == 40
    assert len(book.learners()) == 5
    book.close()
    assert table(place, "SELECT count(*) FROM reports") == [(40,)]
    assert table(place, "SELECT count(*) FROM exercises") == [(3,)]
    assert_whole(place)


def fill(book, make, most=20_000):
    """Record until it fails; the reports that were acknowledged, and what was said then."""
    recorded = []
    for number in range(most):
        report = make(learner=f"learner-{number % 7}", work=number, notes=("long " * 400,))
        try:
            book.record(report)
        except GradebookError as error:
            return recorded, str(error)
        recorded.append(report)
    raise AssertionError("the disk never filled")


def small_disk(folder):
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("a small disk is mounted by root only")
    command = ["mount", "-t", "tmpfs", "-o", "size=1200k", "tmpfs", str(folder)]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode:
        pytest.skip(f"no disk can be mounted here: {done.stderr.strip()}")


def test_a_full_disk_says_so_and_loses_nothing(tmp_path, make, open_book):
    folder = tmp_path / "small"
    folder.mkdir()
    small_disk(folder)
    try:
        book = open_book(str(folder / "grades.db"))
        recorded, said = fill(book, make)
        assert "full" in said
        assert "space left. Recorded grades are safe" in said
        assert len(recorded) > 10
        subprocess.run(["mount", "-o", "remount,size=4m", str(folder)], check=True)
        assert {report.digest for report in book.reports()} == {report.digest for report in recorded}
        assert book.record(make(work="after"))
        book.close()
        assert_whole(str(folder / "grades.db"))
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def test_a_file_that_may_not_grow_says_so_and_loses_nothing(tmp_path, make):
    place = str(tmp_path / "grades.db")
    Gradebook(place).close()
    program = (
        "import resource, signal, sys; signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, (500_000, {resource.RLIM_INFINITY}))\n"
        f"sys.path.insert(0, {str(PROGRAM.parent)!r})\n"
        "from recording import report\n"
        "from labelwright.gradebook.book import Gradebook, GradebookError\n"
        f"book = Gradebook({place!r})\n"
        "for number in range(20_000):\n"
        "    try: book.record(report(number))\n"
        "    except GradebookError as error: print(number, error); break\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    recorded, said = done.stdout.split(" ", 1)
    assert "Recorded grades are safe" in said
    assert int(recorded) > 5
    book = Gradebook(place)
    assert len(book.reports()) == int(recorded)
    assert book.record(make())
    book.close()
    assert_whole(place)


@pytest.fixture
def read_only_folder():
    """A folder of root's, seen by a user who is not: root itself may write anywhere."""
    if os.geteuid() != 0:
        folder = Path(tempfile.mkdtemp())
        folder.chmod(0o555)
        yield folder
        folder.chmod(0o755)
    else:
        folder = Path(tempfile.mkdtemp())
        folder.chmod(0o755)
        Gradebook(folder / "grades.db").close()
        os.seteuid(65534)
        yield folder
        os.seteuid(0)
    shutil.rmtree(folder)


def test_a_folder_that_cannot_be_written_says_so(read_only_folder):
    for place in (read_only_folder / "new.db", read_only_folder / "deeper" / "new.db"):
        with pytest.raises(GradebookError, match="Check that the folder exists, can be written to"):
            Gradebook(place)


def test_a_gradebook_that_cannot_be_written_says_so(read_only_folder, make):
    if os.geteuid() == 0 or not (read_only_folder / "grades.db").exists():
        pytest.skip("only root can make a gradebook that the test's user cannot write")
    with pytest.raises(GradebookError, match="can be read, and nothing was written"):
        Gradebook(read_only_folder / "grades.db").record(make())
