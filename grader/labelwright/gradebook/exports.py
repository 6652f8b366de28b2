"""Export the gradebook: plain CSV, Canvas, Gradescope, Moodle and nbgrader."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Collection, Iterable, Sequence
from enum import StrEnum
from typing import Any

from labelwright.checks.verdicts import CheckResult, Report, Verdict
from labelwright.exchange.outside_text import lines
from labelwright.exchange.spreadsheet import safe_cell, sheet_csv
from labelwright.gradebook.policy import Grade, Standing, standing_of
from labelwright.gradebook.queries import Graded
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Exercise, Sheet
from labelwright.gradebook.statement import number, statement_of, time_from
from labelwright.gradebook.writes import learner_key


class Missing(StrEnum):
    """What an export has for work that was not handed in: no grade yet, or 0 points."""

    BLANK = "blank"
    ZERO = "zero"


def score(grade: Grade, missing: Missing, blank: str = "", excused: str = "") -> str:
    """Return the points that count; `blank` where a grade is missing, which is not the same as 0.

    With `missing` ZERO, work that was not handed in or not attempted has 0. What the grader could not grade stays blank.
    """
    if points := statement_of(grade).points:
        return points
    if grade.standing is Standing.EXCUSED:
        return excused or blank
    is_missing = grade.standing in (Standing.ABSENT, Standing.NOT_ATTEMPTED)
    return "0" if is_missing and missing is Missing.ZERO else blank


def headings(exercises: Sequence[Exercise], taken: Collection[str] = ()) -> list[str]:
    """Return a column name for each exercise: its title, or its slug if the title is empty, not unique or `taken`."""
    titles = [exercise.title for exercise in exercises]
    return [
        exercise.slug
        if not exercise.title
        or titles.count(exercise.title) > 1
        or any(word in exercise.title for word in taken)
        else exercise.title
        for exercise in exercises
    ]


def to_csv(rows: Iterable[Sequence[str]]) -> str:
    """Return rows as CSV text; text that people wrote must go through `safe` first."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()


def safe(*cells: str) -> list[str]:
    """Return the cells, each on one line, cleaned and safe from being run as a formula."""
    return [safe_cell(cell) for cell in cells]


def safe_ids(*cells: str) -> list[str]:
    """Return cells by which an LMS finds a learner; a plain number such as -1 stays as it is."""
    return [safe_cell(cell, keep_numbers=True) for cell in cells]


COLUMNS = (
    "learner",
    "name",
    "email",
    "section",
    "exercise",
    "title",
    "score",
    "max_score",
    "earned",
    "days_late",
    "late",
    "passed",
    "outcome",
    "handed_in",
    "time_from",
    "due",
    "remarks",
)


NUMBERS = ("score", "max_score", "earned", "days_late")
"""The columns of `plain_csv` that hold numbers; all others are text."""


def plain_csv(sheet: Sheet, semicolon: bool = False) -> str:
    """Return one row for each learner and exercise; with nothing handed in, score 0 and the outcome `absent`.

    Where a grade is missing, the points are blank and the remarks say why. `semicolon` is as in `sheet_csv`.
    """
    rows = [
        _row(learner, sheet.grade(learner, exercise), " ".join(sheet.notes(learner, exercise)))
        for learner in sheet.exported
        for exercise in sheet.exercises
    ]
    return sheet_csv([list(COLUMNS), *rows], NUMBERS, semicolon)


def _row(learner: Learner, grade: Grade, notes: str) -> list[str]:
    due = grade.deadline.due if grade.deadline else None
    return [
        *(learner.id, learner.name, learner.email, learner.section, grade.exercise, grade.title),
        _points(grade, grade.score),
        number(grade.max_score),
        _points(grade, grade.earned),
        "" if grade.report and grade.handed_in.when is None else str(grade.days_late),
        "yes" if grade.is_late else "no",
        "yes" if grade.passed else "no",
        _outcome(grade),
        f"{grade.handed_in.when:%Y-%m-%dT%H:%M:%SZ}" if grade.handed_in.when else "",
        time_from(grade),
        f"{due:%Y-%m-%dT%H:%M:%SZ}" if due else "",
        notes,
    ]


def _points(grade: Grade, points: float) -> str:
    """Return points, and 0 for work that was not handed in; blank where the work has no grade."""
    return number(points) if grade.standing in (Standing.GRADED, Standing.ABSENT) else ""


def _outcome(grade: Grade) -> str:
    if grade.standing in (Standing.EXCUSED, Standing.NOT_ATTEMPTED, Standing.PARTLY_MARKED):
        return grade.standing.value.replace(" ", "_")
    if grade.report is None and not grade.present and grade.is_undecided:
        return "undecided"
    return grade.report.outcome.kind.value if grade.report else "marked" if grade.present else "absent"


CANVAS_COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
RESERVED = ("Current Score", "Current Points", "Current Grade", "Final Score", "Final Points", "Final Grade")
POINTS_POSSIBLE = "    Points Possible"


def canvas_csv(sheet: Sheet, missing: Missing = Missing.BLANK) -> str:
    """Return one row for each learner, one column for each exercise, and a second line with the points possible.

    The columns, their order and the line of points are those that Canvas's importer reads
    (lib/gradebook_importer.rb in github.com/instructure/canvas-lms). Canvas finds a learner by ID, SIS User ID,
    SIS Login ID, then by name. A column belongs to the assignment with that title. An empty cell deletes a grade
    that Canvas has; its confirmation page shows this before anything is saved.
    """
    names = headings(sheet.exercises, (*RESERVED, "Override Score", "Override Grade", "Override Status"))
    possible = [number(exercise.max_score) for exercise in sheet.exercises]
    rows = [[*CANVAS_COLUMNS, *safe(*names)], [POINTS_POSSIBLE, "", "", "", "", *possible]]
    for learner in sheet.exported:
        ids = safe_ids(learner.canvas_id, learner.sis_user_id, learner.sis_login_id)
        points = [
            score(sheet.grade(learner, exercise), missing, excused="EX") for exercise in sheet.exercises
        ]
        rows.append([*safe(learner.name or learner.id), *ids, *safe(learner.section), *points])
    return to_csv(rows)


def gradescope_files(sheet: Sheet) -> list[tuple[Report, str]]:
    """Return each submission's newest report with its results.json; work that has no grade has no file.

    The submission that counts has the grade's score, including late penalties and manual marks. Each other
    submission has its own score after the late penalty.
    """
    return [
        (graded.report, results_json(graded.report, grade))
        for graded, grade in ((graded, _grade(sheet, graded)) for graded in sheet.submissions)
        if learner_key(graded.report.learner) not in sheet.made_up | sheet.has_left
        and (grade.standing if grade else standing_of(graded.report)) is Standing.GRADED
    ]


def results_json(report: Report, grade: Grade | None = None) -> str:
    """Return one results.json; `grade` gives the score that replaces the tests' total, and the remarks on it.

    The fields are those of Gradescope's autograder specification
    (gradescope-autograders.readthedocs.io/en/latest/specs). All text is declared plain, so nothing that a learner
    wrote is shown as markup.
    """
    remarks = grade.remarks if grade else ()
    said = [report.outcome.sentence, report.outcome.advice, *remarks, *report.notes]
    document = {
        "score": round(grade.score if grade else report.score, 4),
        "output": lines("\n".join(line for line in said if line)),
        "output_format": "text",
        "test_output_format": "text",
        "test_name_format": "text",
        "visibility": "visible",
        "stdout_visibility": "hidden",
        "tests": [_test(result) for result in report.checks],
        "extra_data": {
            "learner": report.learner,
            "exercise": report.exercise,
            "version": report.version,
            "passed": grade.passed if grade else report.passed,
            "outcome": report.outcome.kind.value,
            "submission_sha256": report.submission_sha256,
        },
    }
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def _test(result: CheckResult) -> dict[str, Any]:
    return {
        "name": lines(result.sentence or result.id),
        "score": round(result.points, 4),
        "max_score": round(result.max_points, 4),
        "status": "passed" if result.verdict is Verdict.PASSED else "failed",
        "output": lines(result.message),
        "tags": [result.task],
        "visibility": "visible",
    }


def _grade(sheet: Sheet, graded: Graded) -> Grade | None:
    report = graded.report
    counted = sheet.grades.get((learner_key(report.learner), report.exercise))
    if counted is None or counted.report is report:
        return counted
    return Grade(
        learner=counted.learner,
        exercise=report.exercise,
        title=counted.title,
        max_score=report.max_score,
        report=report,
        handed_in=graded.handed_in,
        deadline=counted.deadline,
    )


MOODLE_COLUMNS = ("Username", "ID number", "Email address", "Full name")


def moodle_csv(sheet: Sheet, missing: Missing = Missing.BLANK) -> str:
    """Return one row for each learner; each exercise has a column of points and one of feedback.

    Moodle's import (grade/import/csv/classes/load_data.php in github.com/moodle/moodle) finds a user by username,
    ID number, e-mail address or internal id, and reads `-` as no grade. The instructor maps each other column to
    a grade item, a new item, or an item's feedback. Moodle refuses a file whose rows differ in length, and points
    above 100 unless the site allows them.
    """
    names = headings(sheet.exercises)
    columns = [column for name in names for column in (name, f"Feedback: {name}")]
    rows = [[*MOODLE_COLUMNS, *safe(*columns)]]
    for learner in sheet.exported:
        row = safe_ids(learner.moodle_username, learner.moodle_id_number, learner.email)
        row += safe(learner.name or learner.id)
        for exercise in sheet.exercises:
            points = score(sheet.grade(learner, exercise), missing, blank="-")
            row += [points, *safe(" ".join(sheet.notes(learner, exercise)))]
        rows.append(row)
    return to_csv(rows)


NBGRADER_COLUMNS = (
    "assignment",
    "duedate",
    "timestamp",
    "student_id",
    "last_name",
    "first_name",
    "email",
    "raw_score",
    "late_submission_penalty",
    "score",
    "max_score",
)


def nbgrader_csv(sheet: Sheet) -> str:
    """Return one row for each exercise and learner; with nothing handed in, 0 and no timestamp, as nbgrader does.

    The columns are those of nbgrader's CsvExportPlugin (nbgrader/plugins/export.py in github.com/jupyter/nbgrader).
    As there, `score` is `raw_score` minus `late_submission_penalty`, and at least 0. With a manual mark, `raw_score`
    is that mark's. A name without a comma goes into `last_name`.
    """
    rows = [list(NBGRADER_COLUMNS)]
    for exercise, name in zip(sheet.exercises, headings(sheet.exercises), strict=True):
        for learner in sheet.exported:
            rows.append(_nbgrader_row(learner, exercise, name, sheet.grade(learner, exercise)))
    return to_csv(rows)


def _nbgrader_row(learner: Learner, exercise: Exercise, name: str, grade: Grade) -> list[str]:
    last, _, first = (part.strip() for part in learner.name.partition(","))
    due = f"{grade.deadline.due:%Y-%m-%d %H:%M:%S}" if grade.deadline and grade.deadline.due else ""
    handed_in = f"{grade.handed_in.when:%Y-%m-%d %H:%M:%S}" if grade.handed_in.when else ""
    return [
        *safe(name),
        due,
        handed_in,
        *safe(learner.id, last, first, learner.email),
        _points(grade, grade.before_lateness),
        _points(grade, grade.before_lateness - grade.score),
        _points(grade, grade.score),
        number(grade.max_score or exercise.max_score),
    ]
