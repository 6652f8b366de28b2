"""A gradebook that nobody may write to can be read: a file and a folder without the right to write, and an opened reader."""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from labelwright.errors import GradebookError
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.marks import Comment
from labelwright.grading.feedback_pages import write_pages


@pytest.fixture
def kept(make) -> Iterator[Path]:
    """A gradebook with work, in a folder where this user may only read."""
    folder = Path(tempfile.mkdtemp())
    place = folder / "grades.db"
    with Gradebook(place) as book:
        book.record(make("ada"))
    place.chmod(0o444)
    folder.chmod(0o555)
    was_root = os.geteuid() == 0
    if was_root:
        os.seteuid(65534)
    yield place
    if was_root:
        os.seteuid(0)
    folder.chmod(0o755)
    shutil.rmtree(folder)


def test_what_may_only_be_read_is_read_and_left_as_it_was(kept, tmp_path_factory):
    before = kept.read_bytes()
    pages = Path(tempfile.mkdtemp())
    with Gradebook(kept) as book:
        assert [report.learner for report in book.reports()] == ["ada"]
        assert book.sheet().learners[0].id == "ada"
        assert [path.name for path in write_pages(book, book.learners(), pages)] == ["ada.html"]
        with pytest.raises(
            GradebookError, match=r"It can be read, and nothing was written. To write, give yourself"
        ):
            book.comment(Comment("ada", "count", "Well done.", "Tutor"))
    assert kept.read_bytes() == before
    assert [path.name for path in kept.parent.iterdir()] == ["grades.db"]
    shutil.rmtree(pages)


def test_a_reader_is_opened_by_its_address(tmp_path, make):
    place = tmp_path / "grades.db"
    with Gradebook(place) as book:
        book.record(make("ada"))
    with Gradebook(f"sqlite:///file:{place}?mode=ro&uri=true") as book:
        assert book.learners() == ["ada"]
        with pytest.raises(GradebookError, match="nothing was written"):
            book.record(make("bo"))


def test_grades_that_only_the_log_has_are_never_left_out_silently(make):
    folder = Path(tempfile.mkdtemp())
    made, place = folder / "made.db", folder / "read" / "grades.db"
    place.parent.mkdir()
    with Gradebook(made) as book:
        book.record(make("ada"))
        # While it is open, the newest grades are in the log; a copy of both files is what a backup holds.
        for ending in ("", "-wal"):
            shutil.copy(f"{made}{ending}", f"{place}{ending}")
    assert Path(f"{place}-wal").stat().st_size
    with sqlite3.connect(f"file:{place}?immutable=1", uri=True) as connection:
        assert "reports" not in {row[0] for row in connection.execute("SELECT name FROM sqlite_master")}
    connection.close()
    for path in (*place.parent.iterdir(), place.parent):
        path.chmod(0o555 if path.is_dir() else 0o444)
    was_root = os.geteuid() == 0
    folder.chmod(0o755)
    if was_root:
        os.seteuid(65534)
    try:
        with pytest.raises(GradebookError, match=r"newer grades are still in grades.db-wal"):
            Gradebook(place)
    finally:
        if was_root:
            os.seteuid(0)
        place.parent.chmod(0o755)
        shutil.rmtree(folder)
