"""Grades with the columns of nbgrader's own CSV export, for scripts that read those."""

from __future__ import annotations

from labelwright.gradebook.exports.cells import headings, number, safe, to_csv
from labelwright.gradebook.policy import Grade
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Exercise, Sheet

COLUMNS = (
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
    """One row an exercise and learner; whoever handed in nothing has 0 and no timestamp, as nbgrader writes it.

    The columns are those of nbgrader's CsvExportPlugin (nbgrader/plugins/export.py in github.com/jupyter/nbgrader).
    There `score` is `raw_score` less `late_submission_penalty`, not below 0; so it is here, and where a mark was
    given by hand, `raw_score` is that mark's. A name without a comma stands whole in `last_name`.
    """
    rows = [list(COLUMNS)]
    for exercise, name in zip(sheet.exercises, headings(sheet.exercises), strict=True):
        for learner in sheet.learners:
            rows.append(_row(learner, exercise, name, sheet.grade(learner, exercise)))
    return to_csv(rows)


def _row(learner: Learner, exercise: Exercise, name: str, grade: Grade) -> list[str]:
    last, _, first = (part.strip() for part in learner.name.partition(","))
    due = f"{grade.deadline.due:%Y-%m-%d %H:%M:%S}" if grade.deadline and grade.deadline.due else ""
    came = f"{grade.handed_in:%Y-%m-%d %H:%M:%S}" if grade.handed_in else ""
    return [
        *safe(name),
        due,
        came,
        *safe(learner.id, last, first, learner.email),
        number(grade.before_lateness),
        number(grade.before_lateness - grade.score),
        number(grade.score),
        number(grade.max_score or exercise.max_score),
    ]
