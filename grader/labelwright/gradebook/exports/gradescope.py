"""A submission's result as the results.json that Gradescope reads from an autograder."""

from __future__ import annotations

import json
from typing import Any

from labelwright.checks.verdicts import CheckResult, Report, Verdict
from labelwright.gradebook.policy import Grade
from labelwright.gradebook.read import Graded
from labelwright.gradebook.record import learner_key
from labelwright.gradebook.sheet import Sheet


def gradescope_files(sheet: Sheet) -> list[tuple[Report, str]]:
    """Each submission's newest report with its results.json.

    The submission that counts has the grade's score, late marks and marks by hand included; each other one has its
    own, less lateness.
    """
    return [
        (graded.report, results_json(graded.report, _grade(sheet, graded))) for graded in sheet.submissions
    ]


def results_json(report: Report, grade: Grade | None = None) -> str:
    """One results.json; `grade` gives the score that overrides the tests' total, and the remarks on it.

    The fields are those of Gradescope's autograder specification
    (gradescope-autograders.readthedocs.io/en/latest/specs). All text is declared plain, so nothing that a learner
    wrote is drawn as markup.
    """
    remarks = grade.remarks if grade else ()
    told = [report.outcome.sentence, report.outcome.advice, *remarks, *report.notes]
    document = {
        "score": round(grade.score if grade else report.score, 4),
        "output": "\n".join(part for part in told if part),
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
        "name": result.sentence or result.id,
        "score": round(result.points, 4),
        "max_score": round(result.max_points, 4),
        "status": "passed" if result.verdict is Verdict.PASSED else "failed",
        "output": result.message,
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
