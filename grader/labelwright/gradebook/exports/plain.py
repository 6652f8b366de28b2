"""Grades as a plain CSV table with everything that made them up."""

from __future__ import annotations

from labelwright.gradebook.exports.cells import number, safe, to_csv
from labelwright.gradebook.policy import Grade
from labelwright.gradebook.roster import Learner
from labelwright.gradebook.sheet import Sheet

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
    "passed",
    "outcome",
    "handed_in",
    "due",
    "remarks",
)


def plain_csv(sheet: Sheet) -> str:
    """One row a learner and exercise; where nothing was handed in, score 0 and the outcome `absent`."""
    rows = [list(COLUMNS)]
    for learner in sheet.learners:
        for exercise in sheet.exercises:
            rows.append(
                _row(learner, sheet.grade(learner, exercise), " ".join(sheet.notes(learner, exercise)))
            )
    return to_csv(rows)


def _row(learner: Learner, grade: Grade, notes: str) -> list[str]:
    due = grade.deadline.due if grade.deadline else None
    return [
        *safe(learner.id, learner.name, learner.email, learner.section, grade.exercise, grade.title),
        number(grade.score),
        number(grade.max_score),
        number(grade.earned),
        str(grade.days_late),
        "yes" if grade.passed else "no",
        grade.report.outcome.kind.value if grade.report else "marked" if grade.present else "absent",
        f"{grade.handed_in:%Y-%m-%dT%H:%M:%SZ}" if grade.handed_in else "",
        f"{due:%Y-%m-%dT%H:%M:%SZ}" if due else "",
        *safe(notes),
    ]
