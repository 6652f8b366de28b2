"""Who grades their own folder is reported as their own grader; the same files elsewhere are not."""

from __future__ import annotations

import os
import shutil

import pytest
from batch_course import SLUG, hand_in, labelwright, make_course

from labelwright.checks.verdicts import Origin, OutcomeKind
from labelwright.cli._options import grade_own_work
from labelwright.course.course import Course
from labelwright.gradebook.book import Gradebook
from labelwright.grading.run import RunOptions, Stop, open_grader
from labelwright.notebook.workspace import start


def options(folder):
    return RunOptions(folder / "feedback", "processes:1", trust_learners=True)


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


def test_only_the_workspace_s_own_learner_grades_themselves(small_course, tmp_path):
    workspace, _, _ = start(small_course, tmp_path / "desk", "ada")
    inbox = workspace.root / "handed-in"
    hand_in(small_course, inbox, 1)
    (inbox / "unnamed.ipynb").write_text("{", encoding="utf-8")
    with open_grader(small_course.root, str(tmp_path / "g.db"), options(tmp_path)) as grader:
        reports = list(grader.grade_paths([workspace.root], grader.new_run(), Stop(lambda: None)))
    assert {report.learner: report.origin for report in reports} == {
        "ada": Origin.SELF,
        "learner-00000": Origin.GRADER,
        "handed-in": Origin.GRADER,
    }


def test_one_damaged_file_of_a_workspace_ends_no_batch(small_course, tmp_path):
    inbox = hand_in(small_course, tmp_path / "in", 1)
    (inbox / "work").mkdir()
    (inbox / "work" / "labelwright.toml").write_text("learner = ", encoding="utf-8")
    (inbox / "labelwright.toml").write_bytes(b"\xff\xfe")
    with open_grader(small_course.root, str(tmp_path / "g.db"), options(tmp_path)) as grader:
        run = grader.new_run()
        (report,) = grader.grade_paths([inbox], run, Stop(lambda: None))
        grader.write_pages(run)
        os.utime(inbox / "learner-00000.ipynb", (884_000_000_000, 884_000_000_000))
        (again,) = grader.grade_paths([inbox], run, Stop(lambda: None))
        grader.write_pages(run)
    assert (report.origin, report.outcome.kind) == (Origin.GRADER, OutcomeKind.FINISHED)
    assert again == report
    assert "labelwright.toml cannot be read" in run.remarks[0]
    assert "no work there counts as graded by its own learner" in run.remarks[0]


def test_check_and_grade_read_the_answer_file_next_to_the_notebook_alike(own_counting, tmp_path):
    stated = own_counting.exercise.folder / "exercise.toml"
    text = stated.read_text(encoding="utf-8")
    stated.write_text(text.replace("skills = ", 'files = ["share.txt"]\nskills = ', 1), encoding="utf-8")
    course = Course(own_counting.course.root)
    cells = [cell.replace("ham_share =", "unused =") for cell in own_counting.solved()]
    cells.insert(-1, "ham_share = float(open('share.txt').read())")
    workspace, _, _ = start(course, tmp_path / "desk", "ada")
    path = workspace.notebook(SLUG)
    path.write_bytes(own_counting.notebook(cells))
    without = grade_own_work(path, "ada", course)
    (path.parent / "share.txt").write_text("0.625", encoding="utf-8")
    checked = grade_own_work(path, "ada", course)
    with open_grader(course.root, str(tmp_path / "g.db"), options(tmp_path)) as grader:
        found = [
            report
            for named in (path, workspace.root)
            for report in grader.grade_paths([named], grader.new_run(), Stop(lambda: None))
        ]
    assert (without.passed, checked.passed, checked.score) == (False, True, 100.0)
    assert {(report.score, report.submission_sha256) for report in found} == {
        (100.0, checked.submission_sha256)
    }
