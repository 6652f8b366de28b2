"""Grades as a CSV file that Moodle's grade import reads."""

from __future__ import annotations

from labelwright.gradebook.exports.cells import Missing, headings, safe, score, to_csv
from labelwright.gradebook.sheet import Sheet

COLUMNS = ("Username", "ID number", "Email address", "Full name")


def moodle_csv(sheet: Sheet, missing: Missing = Missing.BLANK) -> str:
    """One row a learner; for each exercise a column of points and one of feedback.

    Moodle's import (grade/import/csv/classes/load_data.php in github.com/moodle/moodle) finds a user by username,
    ID number, e-mail address or internal id, takes `-` for no grade, and lets the instructor map each further
    column to a grade item, a new item, or an item's feedback. It refuses a file whose rows differ in length, and
    points above 100 unless the site allows them.
    """
    names = headings(sheet.exercises)
    columns = [column for name in names for column in (name, f"Feedback: {name}")]
    rows = [[*COLUMNS, *safe(*columns)]]
    for learner in sheet.learners:
        row = safe(
            learner.moodle_username, learner.moodle_id_number, learner.email, learner.name or learner.id
        )
        for exercise in sheet.exercises:
            points = score(sheet.grade(learner, exercise), missing, blank="-")
            row += [points, *safe(" ".join(sheet.notes(learner, exercise)))]
        rows.append(row)
    return to_csv(rows)
