"""The commands for the gradebook: show, export, mark, comment and roster; those for deadlines are in `dates.py`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelwright.cli._options import by_option, gradebook_option, open_gradebook, policy_option
from labelwright.cli.dates import dates, deadline
from labelwright.cli.grades import print_grades, print_table, show
from labelwright.cli.people import forget, people
from labelwright.cli.questions import question, questions

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.gradebook.policy import Policy
    from labelwright.gradebook.sheet import Sheet


def print_reports(reports: list[Report]) -> None:
    """Print submissions as they were graded, a row for each."""
    from labelwright.feedback.words import out_of

    headings = ("Learner", "Exercise", "Score", "Passed", "Outcome")
    print_table(
        headings,
        [
            (
                report.learner,
                report.exercise,
                out_of(report) if report.checks else "",
                "yes" if report.passed else "not decided" if report.can_still_pass else "no",
                report.outcome.kind.value.replace("_", " "),
            )
            for report in reports
        ],
    )


FORMATS = ("csv", "canvas", "moodle", "nbgrader", "gradescope")

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
gradebook.add_command(show)
gradebook.add_command(question)
gradebook.add_command(questions)


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
@click.option(
    "--semicolon",
    is_flag=True,
    help="Only for csv: semicolons between cells and commas in numbers, as spreadsheets in many countries expect.",
)
def export(
    format_name: str, out: Path, gradebook_place: str, policy: Policy, missing: str, semicolon: bool
) -> None:
    """Write the grades for another program: OUT is a CSV file, for Gradescope a folder of results.json files."""
    if semicolon and format_name != "csv":
        raise click.UsageError("--semicolon is for csv only: the other files are read by programs.")
    with open_gradebook(gradebook_place) as book:
        sheet = book.sheet(policy, settled=True)
    for line in left_out(sheet):
        click.echo(line, err=True)
    if format_name == "gradescope":
        count = _write_gradescope(sheet, out)
        click.echo(f"Wrote {count} files to {out}, a file for each submission.")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    # With a byte-order mark, spreadsheets read it as UTF-8. Importers may take the mark for a part of the first name.
    encoding = "utf-8-sig" if format_name == "csv" else "utf-8"
    out.write_text(_as_text(sheet, format_name, missing, semicolon), encoding=encoding, newline="")
    click.echo(f"Wrote {out}. Learners: {len(sheet.exported)}, exercises: {len(sheet.exercises)}.")


def left_out(sheet: Sheet) -> Iterator[str]:
    """Yield what an export of this sheet leaves out, why, and what to do."""
    from labelwright.exchange.outside_text import one_line

    if sheet.undecided:
        yield (
            f"Left out, because it is not decided whose they are: {len(sheet.undecided)} submissions. "
            "`labelwright gradebook people` lists them and decides."
        )
    if sheet.made_up:
        yield one_line(
            f"Left out, because their ids come from the names of files only: {', '.join(sorted(sheet.made_up))}. "
            "Import a class list that has them (`labelwright gradebook roster`), or say whose the work is "
            "(`labelwright gradebook people`)."
        )
    if sheet.strangers:
        listed = ", ".join(sorted(sheet.strangers))
        yield one_line(
            f"Left out, because they are not on the class list and nobody decided about them: {listed}."
        )
    if sheet.has_left:
        yield one_line(f"Left out, because they left the class: {', '.join(sorted(sheet.has_left))}.")


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
    from labelwright.exchange.outside_text import one_line

    return one_line(", ".join(words[:8])) + (", ..." if len(words) > 8 else "")


def _as_text(sheet: Sheet, format_name: str, missing: str, semicolon: bool) -> str:
    from labelwright.gradebook.exports import Missing, canvas_csv, moodle_csv, nbgrader_csv, plain_csv

    if format_name in ("canvas", "moodle"):
        return (canvas_csv if format_name == "canvas" else moodle_csv)(sheet, Missing(missing))
    return nbgrader_csv(sheet) if format_name == "nbgrader" else plain_csv(sheet, semicolon)


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
