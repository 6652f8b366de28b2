"""Submissions go in as files and come out as questions: every file is compared or named, and nobody is accused."""

from __future__ import annotations

import csv
import json
import random
import zipfile
from pathlib import Path

import pytest
from click.testing import CliRunner

from labelwright.cli.similar import similar
from labelwright.course.course import Course
from labelwright.course.percent import solution_cells
from labelwright.desk.integrity import REASONS, IntegrityReport, similar_work
from labelwright.grading.answer_files import answer_files_of
from labelwright.grading.hand_ins import collect

from .alike import journal, label_classes, notebook, own_cells, rewrites

copied, honest = label_classes.copied, label_classes.honest

CODE, LABELS = "clean-a-messy-table", "first-shift"
JOURNAL = "first-shift.annotations.jsonl"


def starter(course: Course, slug: str = CODE) -> list[str]:
    text = (course.exercise(slug).folder / "learner.ipynb").read_text(encoding="utf-8")
    return ["".join(cell["source"]) for cell in json.loads(text)["cells"] if cell["cell_type"] == "code"]


def hand_in(folder: Path, learner: str, cells: list[str], slug: str = CODE, **files: str) -> None:
    (folder / learner).mkdir(parents=True, exist_ok=True)
    (folder / learner / "work.ipynb").write_text(notebook(cells, learner, slug), encoding="utf-8")
    for name, text in files.items():
        (folder / learner / name).write_text(text, encoding="utf-8")


def report_of(course: Course, *paths: Path, **how) -> IntegrityReport:
    return similar_work(course, collect(paths, answer_files_of(course)), **how)


def kinds(report: IntegrityReport) -> dict[tuple[str, str], set[str]]:
    return {
        (pair.left.learner, pair.right.learner): {finding.kind for finding in pair.findings}
        for pair in report.pairs
    }


@pytest.fixture
def folder(course: Course, tmp_path: Path) -> Path:
    """Twelve people's own work, an equal notebook, a renamed one, the solution twice, and an untouched starter."""
    given = starter(course)
    for number in range(12):
        hand_in(tmp_path, f"learner-{number:02}", [*given, *own_cells(number)])
    hand_in(tmp_path, "ada", [*given, *(f"{cell}   \n\n" for cell in own_cells(3))])
    hand_in(tmp_path, "grace", [*given, *rewrites.rename(own_cells(7), random.Random(1))])
    for learner in ("lin", "mei"):
        hand_in(tmp_path, learner, solution_cells(course.exercise(CODE)))
    hand_in(tmp_path, "sam", given)
    return tmp_path


def test_a_class_of_notebooks(course: Course, folder: Path) -> None:
    report = report_of(course, folder)
    assert kinds(report) == {("ada", "learner-03"): {"same notebook"}, ("grace", "learner-07"): {"same code"}}
    assert report.compared == 17
    [short] = [note for note in report.notes if "too little code" in note]
    assert all(learner in short for learner in ("lin", "mei", "sam"))


def test_regions_are_lines_of_both_notebooks(course: Course, folder: Path) -> None:
    report = report_of(course, folder)
    [pair] = [pair for pair in report.pairs if pair.left.learner == "ada"]
    first = len(starter(course)) + 1
    regions = report.regions(pair)
    assert {region.left.last.cell for region in regions} >= {first + 2}
    for region in regions:
        lines = pair.left.cells[region.left.last.cell - 1].splitlines()
        assert lines[region.left.last.line - 1].strip()


def test_it_is_a_question_and_never_names_who_copied(course: Course, folder: Path) -> None:
    for pair in report_of(course, folder).pairs:
        assert pair.question.endswith("?")
        said = " ".join([pair.question, REASONS, *(finding.sentence for finding in pair.findings)]).casefold()
        assert not any(word in said for word in ("copied", "cheat", "plagiar", "stole", "guilty", "fraud"))


def test_only_one_exercise_and_a_higher_threshold(course: Course, folder: Path) -> None:
    assert report_of(course, folder, exercise=LABELS).compared == 0
    hand_in(folder, "half", [*own_cells(5)[:2], *own_cells(20)])
    assert ("half", "learner-05") in kinds(report_of(course, folder, least=0.3))
    assert ("half", "learner-05") not in kinds(report_of(course, folder, least=0.95))


def test_an_archive_of_an_lms_in_which_a_copy_still_names_its_author(course: Course, tmp_path: Path) -> None:
    text = notebook(own_cells(1), "ada", CODE)
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("lovelaceada_101_9001_work.ipynb", text)
        archive.writestr("hoppergrace_102_9002_work.ipynb", text)
    [pair] = report_of(course, tmp_path / "class.zip").pairs
    assert {pair.left.stated, pair.right.stated} == {"ada"}
    assert len({pair.left.learner, pair.right.learner}) == 2


def test_what_cannot_be_compared_is_named(course: Course, tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    (tmp_path / "nothing.ipynb").write_text(notebook(["x = 1"], "ada", ""), encoding="utf-8")
    hand_in(tmp_path, "lin", ["x = (1"], "no-such-exercise")
    report = report_of(course, tmp_path)
    said = " ".join(report.notes)
    assert report.compared == 1
    assert all(word in said for word in ("broken.ipynb", "nothing.ipynb", "lin"))


def labelled(tmp_path: Path, labels: dict[str, dict[str, str]], **texts: str) -> Path:
    for number, (learner, own) in enumerate(labels.items()):
        text = texts.get(learner.replace("-", "_"), journal(learner, own, seed=number))
        hand_in(tmp_path, learner, [f"ex = {number}"], LABELS, **{JOURNAL: text})
    return tmp_path


def test_journals_with_the_same_bytes_lines_and_seconds(course: Course, tmp_path: Path) -> None:
    made = honest(2, "able", learners=8, items=30).labels()
    mine = journal("learner-00", made["learner-00"], seed=0)
    renamed = mine.replace('"annotator": "learner-00"', '"annotator": "learner-02"')
    folder = labelled(tmp_path, made, learner_01=mine, learner_02=renamed)
    found = kinds(report_of(course, folder))
    assert found["learner-00", "learner-01"] >= {"same answer file", "same times"}
    assert found["learner-00", "learner-02"] >= {"same times"}
    assert all(pair <= ("learner-02", "learner-99") for pair in found)


def test_labels_that_agree_on_wrong_answers(course: Course, tmp_path: Path) -> None:
    made, left, right = copied(honest(1, items=60, learners=40), 1.0, 1)
    report = report_of(course, labelled(tmp_path, made.labels()))
    assert kinds(report) == {(left, right): {"wrong labels"}}
    assert "the difficulty of the items explains" in report.pairs[0].findings[0].sentence


def test_answer_files_that_many_share_are_a_note(course: Course, tmp_path: Path) -> None:
    for number in range(12):
        text = "the same right answer\n" if number < 9 else f"answer {number // 2}\n"
        hand_in(tmp_path, f"learner-{number:02}", ["x = 1"], "split-and-document", **{"datasheet.md": text})
    report = report_of(course, tmp_path)
    assert kinds(report) == {("learner-10", "learner-11"): {"same answer file"}}
    assert any("9 learners have the same datasheet.md" in note for note in report.notes)


def test_the_command_shows_questions_and_writes_csv(folder: Path, root: Path, tmp_path: Path) -> None:
    hand_in(folder, "=cmd()\x1b[31m", [*own_cells(9)])
    out = tmp_path / "out" / "alike.csv"
    done = CliRunner().invoke(similar, [str(folder), "--course", str(root), "--csv", str(out)])
    assert done.exit_code == 0, done.output
    assert "3 pairs to look at" in done.stdout
    assert "These are questions" in done.stdout
    assert "\x1b" not in done.stdout
    rows = list(csv.DictReader(out.read_text(encoding="utf-8-sig").splitlines()))
    assert [row["rank"] for row in rows][:3] == ["1", "2", "3"]
    assert not any(cell.startswith("=") for row in rows for cell in row.values())
    assert "notebooks are read" in done.stderr


def test_the_command_refuses_an_unknown_exercise(folder: Path, root: Path) -> None:
    done = CliRunner().invoke(similar, [str(folder), "--course", str(root), "--exercise", "first-shft"])
    assert done.exit_code != 0
    assert "first-shift" in str(done.exception)
