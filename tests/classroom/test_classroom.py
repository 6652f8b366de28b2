"""A class of sixty in the shape of each LMS: every cell of the expected table, and as many rows or named notes as files."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import pytest
from class_course import COUNT
from learners import BY_ID, DUE, LEARNERS
from shapes import SHAPES, Expected, HandedIn, Shape, hand_in
from works import Works

from labelwright.checks.verdicts import Report
from labelwright.course.course import Course
from labelwright.gradebook.book import Gradebook
from labelwright.gradebook.deadlines import Deadline
from labelwright.gradebook.exports import canvas_csv
from labelwright.gradebook.marks import Mark
from labelwright.gradebook.policy import Standing, standing_of
from labelwright.gradebook.roster import read_class_list
from labelwright.grading.file_kinds import is_residue
from labelwright.grading.run import Run, Stop, open_grader

pytestmark = pytest.mark.mostly_slow(
    "test_a_class_by_canvas", "test_the_class_is_sixty", reason="grades a class in each LMS's shape"
)
FOLDERS = ("folder", "loose")
"""Where the name of a folder or file is an id of the class list."""
SKIPPED = {
    "py",
    "pdf",
    "rar",
    "seven",
    "cut",
    "damaged",
    "conflict",
    "hiddenzip",
    "slow",
    "crash",
    "olu",
    "yuki",
}
"""Learners whom the quick test leaves out."""


@dataclass(frozen=True)
class Graded:
    """What came of a shape: the reports by the file that was handed in, the run, and the gradebook."""

    reports: dict[str, list[Report]]
    run: Run
    book: Gradebook


def grade(made: HandedIn, course: Course, place: Path) -> Graded:
    """Import the lists, set the deadline, excuse one learner, and grade the shape as `labelwright grade` does."""
    with open_grader(course.root, str(place), made.options) as grader:
        for path, complete in made.lists:
            grader.book.import_roster(read_class_list(path).learners, complete)
        grader.book.set_deadline(Deadline(COUNT, DUE, percent_per_day=10.0, who="ada"))
        run = grader.new_run()
        reports = list(grader.grade_paths([made.path], run, Stop(lambda: None)))
        grader.book.mark(Mark("excused", COUNT, None, who="grace", reason="Ill.", excused=True))
    by_file: dict[str, list[Report]] = {}
    places = sorted({*made.rows, *made.notes, *made.answers, *made.extra}, key=len, reverse=True)
    for report in reports:
        source = report.source_name
        file = next((one for one in places if source == one or source.startswith(f"{one}/")), source)
        by_file.setdefault(file, []).append(report)
    return Graded(by_file, run, Gradebook(str(place)))


def cells(graded: Graded) -> dict[str, list[Expected]]:
    """What the gradebook says about each file."""
    stored = {(e.report.learner, e.report.submission_sha256): e for e in graded.book.sheet().submissions}
    found: dict[str, list[Expected]] = {}
    for file, reports in graded.reports.items():
        for report in reports:
            row = stored[report.learner, report.submission_sha256]
            said = row.handed_in
            is_late = said.when > DUE if said.when else said.is_late_without_time
            mark = f"{report.score:g}" if standing_of(report) is Standing.GRADED else ""
            cell = Expected(
                report.learner, row.identity.value, said.when, is_late, report.outcome.kind.value, mark
            )
            found.setdefault(file, []).append(cell)
    return found


def wrong_cells(made: HandedIn, graded: Graded) -> list[str]:
    """The files whose row does not say what the table says; a file that only repeats another one is named by the run."""
    again = {name for name, _ in graded.run.same_work}
    found = cells(graded)
    for name, first in graded.run.same_work:
        found[name] = [found[first].pop()]
    lines = [] if again == made.same else [f"the same again: {again}"]
    for file in sorted({*made.rows, *found}):
        wanted = [made.rows[file]] if file in made.rows else []
        if found.get(file, []) != wanted:
            lines.append(f"{file}\n   wanted {wanted}\n   found  {found.get(file, [])}")
    return lines


def lost_files(made: HandedIn, graded: Graded) -> list[str]:
    """The files without a row that no note of their person's row and no line of the summary names."""
    lost = []
    for file, row in made.notes.items():
        notes = " ".join(note for report in graded.reports[row] for note in report.notes)
        lost += [] if PurePosixPath(file).name in notes else [file]
    all_notes = " ".join(
        note for reports in graded.reports.values() for each in reports for note in each.notes
    )
    for file in made.extra:
        is_named = PurePosixPath(file).name in all_notes or file in graded.run.leftovers
        lost += [] if is_named or is_residue(file) else [file]
    return lost


def check(made: HandedIn, graded: Graded) -> None:
    assert wrong_cells(made, graded) == []
    assert lost_files(made, graded) == []
    assert sum(map(len, graded.reports.values())) == len(made.rows)
    assert sum(graded.run.outcomes.values()) == len(made.rows)


def check_grades(shape: Shape, made: HandedIn, graded: Graded) -> None:
    """What counts for the class, and what another program gets."""
    sheet = graded.book.sheet(settled=True)
    assert {each.id for each in sheet.exported} == made.listed
    grades = {who: grade for (who, slug), grade in sheet.grades.items() if slug == COUNT}
    barbara = 8.0 if shape.times == "all" else 10.0
    assert (grades["barbara"].score, grades["barbara"].is_late) == (barbara, shape.times != "none")
    assert grades["edsger"].score == 10.0
    standings = {who: grades[who].standing for who in ("donald", "absent", "excused", "slow", "bob")}
    assert standings == {
        "donald": Standing.NOT_ATTEMPTED,
        "absent": Standing.ABSENT,
        "excused": Standing.EXCUSED,
        "slow": Standing.NOT_GRADED,
        "bob": Standing.ABSENT
        if shape.names != "all" and shape.layout not in FOLDERS
        else Standing.NOT_GRADED,
    }
    column = next(csv.reader(io.StringIO(canvas_csv(sheet)))).index("Count words")
    cell = {row[0]: row[column] for row in csv.reader(io.StringIO(canvas_csv(sheet)))}
    names = [each.name or each.id for each in sheet.exported]
    assert len(names) == len(set(names)) + 1, "two learners have one name"
    assert [
        cell[sheet.learners[i].name] for i, e in enumerate(sheet.learners) if e.id in ("bob", "slow")
    ] == ["", ""]


@pytest.mark.parametrize("name", SHAPES)
def test_every_cell_of_a_class(name: str, works: Works, class_course: Course, tmp_path: Path) -> None:
    made = hand_in(SHAPES[name], works, tmp_path)
    graded = grade(made, class_course, tmp_path / "gradebook.db")
    with graded.book:
        check(made, graded)
        check_grades(SHAPES[name], made, graded)


def test_a_class_by_canvas(works: Works, class_course: Course, tmp_path: Path) -> None:
    made = hand_in(SHAPES["canvas"], works, tmp_path, [each for each in LEARNERS if each.id not in SKIPPED])
    graded = grade(made, class_course, tmp_path / "gradebook.db")
    with graded.book:
        check(made, graded)


def test_the_class_is_sixty() -> None:
    assert len(LEARNERS) == len(BY_ID) == 60
