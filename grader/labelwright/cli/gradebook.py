"""The commands for the gradebook: show, export, mark, comment and roster; those for deadlines are in `dates.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelwright.cli._options import by_option, gradebook_option, open_gradebook
from labelwright.cli.dates import dates, deadline
from labelwright.cli.people import forget, people

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.policy import Grade
    from labelwright.gradebook.sheet import Sheet


def print_reports(reports: list[Report]) -> None:
    """Print submissions as they were graded, a row for each."""
    from labelwright.feedback.words import out_of

    headings = ("Learner", "Exercise", "Score", "Passed", "Outcome")
    _print_table(
        headings,
        [
            (
                report.learner,
                report.exercise,
                out_of(report) if report.checks else "",
                "yes" if report.passed else "no",
                report.outcome.kind.value.replace("_", " "),
            )
            for report in reports
        ],
    )


def print_grades(grades: list[Grade]) -> None:
    """Print grades after late penalties and manual marks, a row for each. A row without a grade says why."""
    from labelwright.feedback.words import number
    from labelwright.gradebook.policy import Standing

    rows = [
        (
            grade.learner,
            grade.exercise,
            f"{number(round(grade.score, 2))} of {number(grade.max_score)}"
            if grade.standing is Standing.GRADED
            else grade.standing.value,
            "yes" if grade.passed else "no",
            _handed_in(grade),
            " ".join([*grade.remarks, grade.why_no_points]).strip(),
        )
        for grade in grades
    ]
    _print_table(("Learner", "Exercise", "Score", "Passed", "Handed in", "Remarks"), rows)


def _handed_in(grade: Grade) -> str:
    """Return when work came and what said so, in the time zone of this computer."""
    from labelwright.gradebook.exports import time_from

    when = grade.handed_in.when
    return f"{when.astimezone():%Y-%m-%d %H:%M}, {time_from(grade)}" if when else time_from(grade)


def print_history(book: Gradebook, sheet: Sheet) -> None:
    """Print the comments on a learner's work with their numbers, and every manual mark, withdrawn ones too."""
    learner = sheet.learners[0].id
    for comments in sheet.comments.values():
        for note in comments:
            about = f"{note.exercise} {note.task}".strip()
            click.echo(f"Comment {note.number} on {about}, {note.who}, {note.when:%Y-%m-%d}: {note.text}")
    for mark in book.marks(learner):
        about = f"{mark.exercise} {mark.task}".strip()
        points = "excused" if mark.excused else "withdrawn"
        points = points if mark.points is None else f"{mark.points:g} points"
        click.echo(f"Mark on {about}, {mark.who}, {mark.when:%Y-%m-%d}: {points}: {mark.reason}")


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


FORMATS = ("csv", "canvas", "moodle", "nbgrader", "gradescope")
POLICIES = ("best", "latest", "first")

policy_option = click.option(
    "--policy",
    type=click.Choice(POLICIES),
    default="best",
    show_default=True,
    help="Which submission counts.",
)
task_option = click.option(
    "--task", default="", metavar="TASK", help="Only this task, not the whole exercise."
)


@click.group(invoke_without_command=True)
@gradebook_option
@click.option(
    "--all", "everything", is_flag=True, help="Show every submission, not only the best for each exercise."
)
@click.pass_context
def gradebook(ctx: click.Context, gradebook_place: str, everything: bool) -> None:
    """Show the grades: the best submission for each learner and exercise.

    The commands below show the grades after late penalties and manual marks, export them, and add to them.
    """
    if ctx.invoked_subcommand is not None:
        return
    with open_gradebook(gradebook_place) as book:
        print_reports(book.reports() if everything else book.best())


gradebook.add_command(deadline)
gradebook.add_command(dates)
gradebook.add_command(people)
gradebook.add_command(forget)


@gradebook.command()
@gradebook_option
@policy_option
@click.option("--learner", metavar="ID", help="Only this learner, with all comments and manual marks.")
def show(gradebook_place: str, policy: str, learner: str | None) -> None:
    """Show the grade of every learner for every exercise, after late penalties and manual marks."""
    from labelwright.gradebook.policy import Policy

    with open_gradebook(gradebook_place) as book:
        sheet = book.sheet(Policy(policy), learner)
        if learner is not None and not sheet.learners:
            raise click.UsageError(f"The gradebook has no learner {learner!r}.")
        print_grades(list(sheet.grades.values()))
        if learner is not None:
            print_history(book, sheet)


@gradebook.command()
@click.argument("format_name", metavar="[" + "|".join(FORMATS) + "]", type=click.Choice(FORMATS))
@click.argument("out", type=click.Path(path_type=Path))
@gradebook_option
@policy_option
@click.option(
    "--missing",
    type=click.Choice(["blank", "zero"]),
    default="blank",
    show_default=True,
    help="What Canvas and Moodle get if nothing was handed in.",
)
def export(format_name: str, out: Path, gradebook_place: str, policy: str, missing: str) -> None:
    """Write the grades for another program: OUT is a CSV file, for Gradescope a folder of results.json files."""
    from labelwright.gradebook.policy import Policy

    with open_gradebook(gradebook_place) as book:
        sheet = book.sheet(Policy(policy), settled=True)
    for line in left_out(sheet):
        click.echo(line, err=True)
    if format_name == "gradescope":
        count = _write_gradescope(sheet, out)
        click.echo(f"Wrote {count} files to {out}, a file for each submission.")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_as_text(sheet, format_name, missing), encoding="utf-8", newline="")
    click.echo(f"Wrote {out}. Learners: {len(sheet.exported)}, exercises: {len(sheet.exercises)}.")


def left_out(sheet: Sheet) -> Iterator[str]:
    """Yield what an export of this sheet leaves out, why, and what to do."""
    from labelwright.feedback.text import clean

    if sheet.undecided:
        yield (
            f"Left out, because it is not decided whose they are: {len(sheet.undecided)} submissions. "
            "`labelwright gradebook people` lists them and decides."
        )
    if sheet.made_up:
        yield clean(
            f"Left out, because their ids come from the names of files only: {', '.join(sorted(sheet.made_up))}. "
            "Put them on the class list (`labelwright gradebook roster`) or correct the ids in the work."
        )
    if sheet.has_left:
        yield clean(f"Left out, because they left the class: {', '.join(sorted(sheet.has_left))}.")


@gradebook.command()
@click.argument("learner")
@click.argument("exercise")
@click.argument("points", type=float, required=False)
@click.option("--reason", required=True, help="The reason; the learner sees it.")
@click.option(
    "--passed/--not-passed",
    default=None,
    help="Whether the exercise is passed; by default as the checks say.",
)
@click.option("--excused", is_flag=True, help="The learner need not do it: no points, and Canvas gets EX.")
@click.option("--withdraw", is_flag=True, help="Go back to the points of the checks.")
@task_option
@by_option
@gradebook_option
def mark(points: float | None, withdraw: bool, gradebook_place: str, **fields: Any) -> None:
    """Give LEARNER a manual mark for EXERCISE that replaces the points of the checks; old marks are kept."""
    from labelwright.gradebook.marks import Mark

    if [points is not None, withdraw, fields["excused"]].count(True) != 1:
        raise click.UsageError(
            "Give the points, or --withdraw to go back to the points of the checks, or --excused."
        )
    with open_gradebook(gradebook_place) as book:
        book.mark(Mark(points=points, **fields))
        print_grades(
            [
                grade
                for grade in book.grades(learner=fields["learner"])
                if grade.exercise == fields["exercise"]
            ]
        )


@gradebook.command()
@click.argument("learner")
@click.argument("exercise")
@click.argument("text")
@click.option(
    "--withdraw", "withdraws", type=int, metavar="NUMBER", help="Withdraw this comment; TEXT says why."
)
@task_option
@by_option
@gradebook_option
def comment(gradebook_place: str, **fields: Any) -> None:
    """Add a comment on LEARNER's work for EXERCISE; it is shown with the feedback."""
    from labelwright.gradebook.marks import Comment

    with open_gradebook(gradebook_place) as book:
        number = book.comment(Comment(**fields))
    withdrawn = fields["withdraws"]
    if withdrawn is not None:
        click.echo(f"Comment {withdrawn} is withdrawn.")
    else:
        click.echo(f"Comment {number} is recorded.")


@gradebook.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--complete",
    is_flag=True,
    help="FILE is the whole class: who is not in it any more has left, and is not exported.",
)
@click.option(
    "--id",
    "id_column",
    default="",
    metavar="COLUMN",
    help="The column of an LMS's list that is the learner's id.",
)
@gradebook_option
def roster(file: Path, complete: bool, id_column: str, gradebook_place: str) -> None:
    """Import a class list from FILE: an export of Canvas, Moodle, Gradescope or GitHub Classroom, or CSV with a column id."""
    from labelwright.gradebook.roster import read_class_list

    found = read_class_list(file, id_column)
    with open_gradebook(gradebook_place, new=True) as book:
        change = book.import_roster(found.learners, complete)
        still_open = len(book.identity_report())
    counts = (len(change.added), len(change.updated), len(change.unchanged))
    if found.kind != "labelwright":
        click.echo(f"The list is read as an export of this kind: {found.kind}.")
    click.echo("Learners: {} added, {} updated, {} unchanged.".format(*counts))
    if found.left_out:
        click.echo(f"Lines that do not name a learner: {_some(found.left_out)}.")
    if change.left:
        click.echo(f"Left the class, kept but not exported: {_some(change.left)}.")
    elsewhere = [learner for learner in change.elsewhere if learner not in change.left]
    if elsewhere:
        click.echo(f"Not on this list, but kept in the gradebook: {_some(elsewhere)}.")
    if change.settled:
        click.echo(f"Submissions that the list settled or opened: {change.settled}.")
    if still_open:
        click.echo(f"Open: {still_open} submissions. `labelwright gradebook people` lists them and decides.")


def _some(words: Sequence[str]) -> str:
    from labelwright.feedback.text import clean

    return clean(", ".join(words[:8])) + (", ..." if len(words) > 8 else "")


def _as_text(sheet: Sheet, format_name: str, missing: str) -> str:
    from labelwright.gradebook.exports import Missing, canvas_csv, moodle_csv, nbgrader_csv, plain_csv

    if format_name in ("canvas", "moodle"):
        return (canvas_csv if format_name == "canvas" else moodle_csv)(sheet, Missing(missing))
    return nbgrader_csv(sheet) if format_name == "nbgrader" else plain_csv(sheet)


def _write_gradescope(sheet: Sheet, folder: Path) -> int:
    from labelwright.gradebook.exports import gradescope_files
    from labelwright.notebook.submission_file import safe_name

    folder.mkdir(parents=True, exist_ok=True)
    files = gradescope_files(sheet)
    for report, text in files:
        name = (
            f"{safe_name(report.learner)}--{safe_name(report.exercise)}--{report.submission_sha256[:12]}.json"
        )
        (folder / name).write_text(text, encoding="utf-8")
    return len(files)
