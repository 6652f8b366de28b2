"""A class's download from the command line: who is who, decided, graded again, and nothing twice."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from batch_course import SLUG, labelwright

from labelwright.authoring.learner_notebook import filled_notebook
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.gradebook.book import Gradebook

CANVAS = (
    "Student,ID,SIS User ID,SIS Login ID,Section,Final Score\n    Points Possible,,,,,\n"
    '"Lovelace, Ada",12345,1001,ada,M,\n"Hopper, Grace",99,1002,grace,M,\n'
)


def owners(folder: Path) -> list[tuple[str, str, float]]:
    with Gradebook(folder / "gradebook.db") as book:
        return sorted((report.learner, report.source_name, report.score) for report in book.reports())


@pytest.mark.slow("runs the grader's command several times")
def test_a_download_is_graded_decided_and_graded_again(small_course: Course, tmp_path: Path) -> None:
    exercise = small_course.exercise(SLUG)
    same = filled_notebook(exercise, solution_cells(exercise), "ada")
    with zipfile.ZipFile(tmp_path / "canvas.zip", "w") as packed:
        for name in ("hoppergrace_99_2_x.ipynb", "lovelaceada_12345_1_x.ipynb"):
            packed.writestr(name, same)
    said = labelwright(small_course, tmp_path, "grade", "canvas.zip")
    assert "Whose they are must be decided: 2 submissions" in said
    assert {who for who, _, _ in owners(tmp_path)} == {"ada", "lovelaceada (12345)"}
    (tmp_path / "class.csv").write_text(CANVAS, encoding="utf-8")
    said = labelwright(small_course, tmp_path, "gradebook", "roster", "class.csv")
    assert "Submissions that the list settled or opened: 2." in said
    expected = [
        ("ada", "canvas.zip/lovelaceada_12345_1_x.ipynb", 100.0),
        ("grace", "canvas.zip/hoppergrace_99_2_x.ipynb", 100.0),
    ]
    assert owners(tmp_path) == expected
    said = labelwright(small_course, tmp_path, "grade", "canvas.zip")
    assert "2 unchanged, not graded again" in said
    assert owners(tmp_path) == expected
    assert {path.name for path in (tmp_path / "feedback").iterdir()} >= {"ada.html", "grace.html"}
    assert "Open: 1." in labelwright(small_course, tmp_path, "gradebook", "people")
    with Gradebook(tmp_path / "gradebook.db") as book:
        (row,) = book.identity_report()
        assert (row.learner, row.stated) == ("grace", "ada")
    labelwright(small_course, tmp_path, "gradebook", "people", "confirm", row.number, "--by", "kim")
    labelwright(small_course, tmp_path, "grade", "canvas.zip", "--regrade")
    assert owners(tmp_path) == expected
    assert "is known" in labelwright(small_course, tmp_path, "gradebook", "people")
