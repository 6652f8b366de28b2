"""Who grades their own folder is reported as their own grader; the same files elsewhere are not."""

from __future__ import annotations

import shutil

import pytest
from batch_course import SLUG, labelwright, make_course

from labelwright.checks.verdicts import Origin
from labelwright.gradebook.book import Gradebook
from labelwright.notebook.workspace import start


@pytest.mark.slow("runs the grader's command several times")
def test_grading_ones_own_folder_says_so(tmp_path):
    course = make_course(tmp_path / "course")
    start(course, tmp_path / "desk", "ada")
    (tmp_path / "drop").mkdir()
    shutil.copy(tmp_path / "desk" / SLUG / f"{SLUG}.ipynb", tmp_path / "drop")
    for folder, origin in (("desk", Origin.SELF), ("drop", Origin.GRADER)):
        labelwright(course, tmp_path, "grade", folder, "--gradebook", f"{folder}.db")
        with Gradebook(tmp_path / f"{folder}.db") as book:
            assert [report.origin for report in book.reports()] == [origin]
