"""Grades as the CSV file that Canvas's gradebook imports."""

from __future__ import annotations

from labelwright.gradebook.exports.cells import Missing, headings, number, safe, score, to_csv
from labelwright.gradebook.sheet import Sheet

COLUMNS = ("Student", "ID", "SIS User ID", "SIS Login ID", "Section")
RESERVED = ("Current Score", "Current Points", "Current Grade", "Final Score", "Final Points", "Final Grade")
POINTS_POSSIBLE = "    Points Possible"


def canvas_csv(sheet: Sheet, missing: Missing = Missing.BLANK) -> str:
    """One row a learner, one column an exercise, and a second line with the points possible.

    The columns, their order and the line of points are those that Canvas's importer reads
    (lib/gradebook_importer.rb in github.com/instructure/canvas-lms). Canvas finds a learner by ID, SIS User ID,
    SIS Login ID, then by name; a column joins the assignment of that title. An empty cell clears a grade that
    Canvas has, which its confirmation page shows before anything is saved.
    """
    names = headings(sheet.exercises, (*RESERVED, "Override Score", "Override Grade", "Override Status"))
    possible = [number(exercise.max_score) for exercise in sheet.exercises]
    rows = [[*COLUMNS, *safe(*names)], [POINTS_POSSIBLE, "", "", "", "", *possible]]
    for learner in sheet.learners:
        who = (learner.name or learner.id, learner.canvas_id, learner.sis_user_id, learner.sis_login_id)
        points = [score(sheet.grade(learner, exercise), missing) for exercise in sheet.exercises]
        rows.append([*safe(*who, learner.section), *points])
    return to_csv(rows)
