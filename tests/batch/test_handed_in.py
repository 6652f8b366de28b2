"""Lateness counts from when work was handed in, not from when somebody graded it; unchanged pages are left alone."""

from __future__ import annotations

import os
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from batch_course import SLUG, hand_in, labelwright

from labelwright.gradebook.book import Gradebook
from labelwright.grading.submissions import collect

MAY = datetime(2026, 5, 20, 12, tzinfo=UTC)
JUNE = datetime(2026, 6, 3, 12, tzinfo=UTC)


def dated(path: Path, when: datetime) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


def handed_in(folder: Path) -> dict[str, datetime | None]:
    return {each.learner: each.handed_in for each in collect([folder])}


def test_a_file_tells_when_it_came(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 1)
    dated(folder / "learner-00000.ipynb", MAY)
    assert handed_in(folder) == {"learner-00000": MAY}


@pytest.mark.parametrize(
    ("date_time", "expected"),
    [
        ((2026, 5, 20, 12, 0, 0), datetime(2026, 5, 20, 12).astimezone(UTC)),
        ((1980, 1, 1, 0, 0, 0), JUNE),  # a placeholder: the archive's own date is all there is
        ((2020, 1, 1, 0, 0, 0), JUNE),
    ],
)
def test_an_archive_gives_each_member_its_date(small_course, tmp_path, date_time, expected):
    folder = hand_in(small_course, tmp_path / "in", 1)
    path = tmp_path / "lms.zip"
    with zipfile.ZipFile(path, "w") as archive:
        member = zipfile.ZipInfo("learner-00000.ipynb", date_time)
        archive.writestr(member, (folder / "learner-00000.ipynb").read_bytes())
    dated(path, JUNE)
    assert [each.handed_in for each in collect([path])] == [expected]


@pytest.mark.slow("runs the grader's command several times")
def test_graded_after_the_deadline_but_handed_in_before_it_is_not_late(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 2)
    dated(folder / "learner-00000.ipynb", MAY)
    dated(folder / "learner-00001.ipynb", JUNE)
    labelwright(small_course, tmp_path, "grade", folder)
    labelwright(
        small_course, tmp_path, "gradebook", "deadline", SLUG, "2026-05-31T18:00+00:00", "--percent", "10"
    )
    book = Gradebook(tmp_path / "gradebook.db")
    late = {grade.learner: grade.days_late for grade in book.grades()}
    book.close()
    assert late == {"learner-00000": 0, "learner-00001": 3}


@pytest.mark.slow("runs the grader's command several times")
def test_a_stated_time_stands_for_all_and_the_earliest_is_kept(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 1)
    dated(folder / "learner-00000.ipynb", JUNE)
    labelwright(small_course, tmp_path, "grade", folder)
    labelwright(small_course, tmp_path, "grade", folder, "--handed-in", "2026-05-20T12:00+00:00")
    labelwright(small_course, tmp_path, "grade", folder, "--handed-in", "now")
    labelwright(small_course, tmp_path, "gradebook", "deadline", SLUG, "2026-05-31", "--percent", "10")
    book = Gradebook(tmp_path / "gradebook.db")
    assert [grade.days_late for grade in book.grades()] == [0]
    book.close()


@pytest.mark.slow("runs the grader's command several times")
def test_a_date_in_the_future_counts_as_now(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 1)
    dated(folder / "learner-00000.ipynb", datetime(2090, 1, 1, tzinfo=UTC))
    before = datetime.now(UTC)
    labelwright(small_course, tmp_path, "grade", folder)
    labelwright(small_course, tmp_path, "gradebook", "deadline", SLUG, "2000-01-01", "--percent", "1")
    book = Gradebook(tmp_path / "gradebook.db")
    since = (before - datetime(2000, 1, 1, tzinfo=UTC)).days
    assert [grade.days_late - since in (0, 1) for grade in book.grades()] == [True]
    book.close()


@pytest.mark.slow("runs the grader's command several times")
def test_unchanged_work_leaves_its_page_alone_until_somebody_says_something(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 2)
    labelwright(small_course, tmp_path, "grade", folder)
    pages = sorted((tmp_path / "feedback").glob("*.html"))
    for page in pages:
        page.write_text("left alone", encoding="utf-8")
        os.utime(page, (page.stat().st_mtime + 5,) * 2)
    labelwright(small_course, tmp_path, "grade", folder)
    assert [page.read_text() for page in pages] == ["left alone"] * 2
    pages[1].unlink()
    labelwright(small_course, tmp_path, "grade", folder)
    assert pages[0].read_text() == "left alone"
    assert "learner-00001" in pages[1].read_text()
    dated(pages[0], MAY)
    labelwright(small_course, tmp_path, "gradebook", "comment", "learner-00000", SLUG, "Well counted.")
    labelwright(small_course, tmp_path, "grade", folder)
    assert "Well counted." in pages[0].read_text()
