"""Lateness counts from when work was handed in, not from when somebody graded it; unchanged pages are left alone."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import pytest
from batch_course import SLUG, hand_in, labelwright

from labelwright.gradebook.book import Gradebook

MAY = datetime(2026, 5, 20, 12, tzinfo=UTC)
JUNE = datetime(2026, 6, 3, 12, tzinfo=UTC)


def dated(path: Path, when: datetime) -> None:
    os.utime(path, (when.timestamp(), when.timestamp()))


def days_late(folder: Path) -> dict[str, int]:
    with Gradebook(folder / "gradebook.db") as book:
        return {grade.learner: grade.days_late for grade in book.grades()}


@pytest.mark.slow("runs the grader's command several times")
def test_the_date_of_a_file_is_no_hand_in_time_but_a_list_is(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 2)
    dated(folder / "learner-00000.ipynb", MAY)
    dated(folder / "learner-00001.ipynb", JUNE)
    said = labelwright(small_course, tmp_path, "grade", folder)
    assert "When they were handed in is not known: 2 of 2." in said
    labelwright(
        small_course, tmp_path, "gradebook", "deadline", SLUG, "2026-05-31T18:00+00:00", "--percent", "10"
    )
    assert days_late(tmp_path) == {"learner-00000": 0, "learner-00001": 0}
    times = tmp_path / "times.csv"
    times.write_text(
        "learner,handed_in\nlearner-00001,2026-06-03T12:00+00:00\nlerner-00000,2026-06-03\n", encoding="utf-8"
    )
    said = labelwright(small_course, tmp_path, "grade", folder, "--times", times)
    assert "Times for which no work was found: lerner-00000 (line 3)." in said
    assert days_late(tmp_path) == {"learner-00000": 0, "learner-00001": 3}


@pytest.mark.slow("runs the grader's command several times")
def test_a_stated_time_stands_for_all_and_the_earliest_is_kept(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 1)
    labelwright(small_course, tmp_path, "grade", folder, "--handed-in", "2026-05-20T12:00+00:00")
    labelwright(small_course, tmp_path, "grade", folder, "--handed-in", "now")
    labelwright(small_course, tmp_path, "gradebook", "deadline", SLUG, "2026-05-31", "--percent", "10")
    assert days_late(tmp_path) == {"learner-00000": 0}


@pytest.mark.slow("runs the grader's command several times")
def test_a_date_in_the_future_counts_as_now(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 1)
    before = datetime.now(UTC)
    labelwright(small_course, tmp_path, "grade", folder, "--handed-in", "2090-01-01")
    labelwright(small_course, tmp_path, "gradebook", "deadline", SLUG, "2000-01-01", "--percent", "1")
    since = (before - datetime(2000, 1, 1, tzinfo=UTC)).days
    assert days_late(tmp_path)["learner-00000"] - since in (0, 1)


@pytest.mark.slow("runs the grader's command several times")
def test_unchanged_work_leaves_its_page_alone_until_somebody_says_something(small_course, tmp_path):
    folder = hand_in(small_course, tmp_path / "in", 2)
    labelwright(small_course, tmp_path, "grade", folder)
    pages = sorted((tmp_path / "feedback").glob("*.html"))
    for page in pages:
        page.write_text(page.read_text("utf-8") + "left alone", encoding="utf-8")
    labelwright(small_course, tmp_path, "grade", folder)
    assert [page.read_text("utf-8").endswith("left alone") for page in pages] == [True] * 2
    pages[1].unlink()
    labelwright(small_course, tmp_path, "grade", folder)
    assert pages[0].read_text("utf-8").endswith("left alone")
    assert "learner-00001" in pages[1].read_text()
    dated(pages[0], MAY)
    labelwright(small_course, tmp_path, "gradebook", "comment", "learner-00000", SLUG, "Well counted.")
    labelwright(small_course, tmp_path, "grade", folder)
    assert "Well counted." in pages[0].read_text()
