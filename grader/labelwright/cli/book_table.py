"""Draw the gradebook's rows, comments, marks and deadlines for a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.deadlines import Deadline
    from labelwright.gradebook.policy import Grade
    from labelwright.gradebook.sheet import Sheet


def print_reports(reports: list[Report]) -> None:
    """Print submissions as the grader left them, one row each."""
    from labelwright.feedback.words import out_of

    headings = ("Learner", "Exercise", "Score", "Passed", "Outcome")
    _print_table(
        headings,
        [
            (
                report.learner,
                report.exercise,
                out_of(report),
                "yes" if report.passed else "no",
                report.outcome.kind.value.replace("_", " "),
            )
            for report in reports
        ],
    )


def print_grades(grades: list[Grade]) -> None:
    """Print grades after late marks and marks by hand, one row each."""
    from labelwright.feedback.words import number

    rows = [
        (
            grade.learner,
            grade.exercise,
            f"{number(round(grade.score, 2))} of {number(grade.max_score)}" if grade.present else "absent",
            "yes" if grade.passed else "no",
            " ".join(grade.remarks),
        )
        for grade in grades
    ]
    _print_table(("Learner", "Exercise", "Score", "Passed", "Remarks"), rows)


def print_said(book: Gradebook, sheet: Sheet) -> None:
    """Print the comments on one learner's work with their numbers, and every mark there ever was."""
    learner = sheet.learners[0].id
    for said in (one for comments in sheet.comments.values() for one in comments):
        about = f"{said.exercise} {said.task}".strip()
        click.echo(f"Comment {said.number} on {about}, {said.who}, {said.when:%Y-%m-%d}: {said.text}")
    for one in book.marks(learner):
        about = f"{one.exercise} {one.task}".strip()
        points = "withdrawn" if one.points is None else f"{one.points:g} points"
        click.echo(f"Mark on {about}, {one.who}, {one.when:%Y-%m-%d}: {points}: {one.reason}")


def _print_table(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for heading in headings:
        table.add_column(heading, overflow="fold")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    Console().print(table)


def due_line(deadline: Deadline) -> str:
    """A deadline and its late rule as one line, in this computer's own time zone."""
    who = f" for {deadline.learner}" if deadline.learner else ""
    if deadline.due is None:
        return f"{deadline.exercise}{who}: no deadline"
    rule = f"; {deadline.percent_per_day:g} % off by started day" if deadline.percent_per_day else ""
    floor = f", at least {deadline.floor_percent:g} % kept" if deadline.floor_percent else ""
    return f"{deadline.exercise}{who}: due {deadline.due.astimezone():%Y-%m-%d %H:%M %z}{rule}{floor}"
