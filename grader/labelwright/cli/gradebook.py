"""The gradebook's commands: show, mark, comment, deadlines, rosters and exports."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelwright.cli._options import Function, existing_gradebook, gradebook_option

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


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):
        raise click.UsageError("This computer does not tell your name. Give it with --by.") from None


def by_option(command: Function) -> Function:
    """The option `--by`, whose default is the name that this computer knows its user by."""
    text = "Your name, as learners read it; your user name by default."
    return click.option("--by", "who", metavar="NAME", default=_user, help=text)(command)


@click.group(invoke_without_command=True)
@gradebook_option
@click.option("--all", "everything", is_flag=True, help="Every submission, not only the best by exercise.")
@click.pass_context
def gradebook(ctx: click.Context, gradebook_place: str, everything: bool) -> None:
    """Show the grades: the best submission by learner and exercise.

    The commands below show what they come to after late marks and marks by hand, export them, and add to them.
    """
    if ctx.invoked_subcommand is not None:
        return
    with _open(gradebook_place) as book:
        print_reports(book.reports() if everything else book.best())


@gradebook.command()
@gradebook_option
@policy_option
@click.option("--learner", metavar="ID", help="Only this learner, with comments and the history of marks.")
def show(gradebook_place: str, policy: str, learner: str | None) -> None:
    """Show everyone's grade for every exercise, after late marks and marks by hand."""
    from labelwright.gradebook.policy import Policy

    with _open(gradebook_place) as book:
        sheet = book.sheet(Policy(policy), learner)
        if learner is not None and not sheet.learners:
            raise click.UsageError(f"The gradebook has no learner {learner!r}.")
        print_grades(list(sheet.grades.values()))
        if learner is not None:
            print_said(book, sheet)


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
    help="What Canvas and Moodle get where nothing was handed in.",
)
def export(format_name: str, out: Path, gradebook_place: str, policy: str, missing: str) -> None:
    """Write the grades for another program: OUT is a CSV file, for Gradescope a folder of results.json files."""
    from labelwright.gradebook.policy import Policy

    with _open(gradebook_place) as book:
        sheet = book.sheet(Policy(policy))
    if format_name == "gradescope":
        count = _write_gradescope(sheet, out)
        click.echo(f"Wrote {count} files, one a submission, to {out}.")
        return
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(_as_text(sheet, format_name, missing), encoding="utf-8", newline="")
    click.echo(f"Wrote {out}. Learners: {len(sheet.learners)}, exercises: {len(sheet.exercises)}.")


@gradebook.command()
@click.argument("learner")
@click.argument("exercise")
@click.argument("points", type=float, required=False)
@click.option("--reason", required=True, help="Why; the learner reads it.")
@click.option(
    "--passed/--not-passed", default=None, help="Whether the exercise is passed; as checked otherwise."
)
@click.option("--withdraw", is_flag=True, help="Go back to what the checks gave.")
@task_option
@by_option
@gradebook_option
def mark(points: float | None, withdraw: bool, gradebook_place: str, **said: Any) -> None:
    """Give LEARNER a mark for EXERCISE by hand, in place of the checks' points; every mark is kept."""
    from labelwright.gradebook.marks import Mark

    if (points is None) is not withdraw:
        raise click.UsageError("Give the points, or --withdraw to go back to what the checks gave.")
    with _open(gradebook_place) as book:
        book.mark(Mark(points=points, **said))
        print_grades(
            [grade for grade in book.grades(learner=said["learner"]) if grade.exercise == said["exercise"]]
        )


@gradebook.command()
@click.argument("learner")
@click.argument("exercise")
@click.argument("text")
@click.option(
    "--withdraw", "withdraws", type=int, metavar="NUMBER", help="Take this comment back; TEXT says why."
)
@task_option
@by_option
@gradebook_option
def comment(gradebook_place: str, **said: Any) -> None:
    """Add a comment on LEARNER's work for EXERCISE, to be read with the feedback."""
    from labelwright.gradebook.marks import Comment

    with _open(gradebook_place) as book:
        number = book.comment(Comment(**said))
    taken = said["withdraws"]
    click.echo(f"Comment {taken} is withdrawn." if taken is not None else f"Comment {number} is recorded.")


@gradebook.command()
@click.argument("file", type=click.Path(path_type=Path))
@gradebook_option
def roster(file: Path, gradebook_place: str) -> None:
    """Import a class list, FILE: CSV with a column id, and name, email, section and LMS ids where there are any."""
    from labelwright.gradebook.roster import read_roster

    learners = read_roster(file)
    with _open(gradebook_place, new=True) as book:
        change = book.import_roster(learners)
    counts = (len(change.added), len(change.updated), len(change.unchanged))
    click.echo("Learners: {} added, {} updated, {} as they were.".format(*counts))
    if change.elsewhere:
        listed = ", ".join(change.elsewhere[:8]) + (", ..." if len(change.elsewhere) > 8 else "")
        click.echo(f"In the gradebook but not on this list, and kept: {listed}.")


@gradebook.command()
@click.argument("exercise", required=False)
@click.argument("when", required=False)
@click.option("--percent", default=0.0, show_default=True, help="Percent of the points lost by started day.")
@click.option("--floor", default=0.0, show_default=True, help="The least percent of the points that is kept.")
@click.option("--learner", metavar="ID", help="For this learner only, such as an extension.")
@click.option("--none", "lifted", is_flag=True, help="Lift the deadline.")
@by_option
@gradebook_option
def deadline(
    exercise: str | None,
    when: str | None,
    percent: float,
    floor: float,
    learner: str | None,
    lifted: bool,
    who: str,
    gradebook_place: str,
) -> None:
    """Set when EXERCISE is due (WHEN: 2026-05-31, or 2026-05-31T18:00+02:00); without both, list the deadlines."""
    from labelwright.gradebook.deadlines import Deadline
    from labelwright.gradebook.timestamps import parse

    if exercise is not None and (when is None) is not lifted:
        raise click.UsageError(
            "Say when it is due, such as 2026-05-31T18:00, or --none to lift the deadline."
        )
    due = parse(when) if when else None
    with _open(gradebook_place, new=exercise is not None) as book:
        if exercise is not None and not book.set_deadline(
            Deadline(exercise, due, percent, floor, learner, who)
        ):
            click.echo(
                f"Note: no work for {exercise} is recorded yet. Check the spelling if there should be."
            )
        for one in book.deadlines():
            if exercise in (None, one.exercise):
                click.echo(due_line(one))


def _open(place: str, new: bool = False) -> Gradebook:
    """Return the gradebook for a `with` block; it must exist unless `new`."""
    from labelwright.gradebook.book import Gradebook

    return Gradebook(place if new else existing_gradebook(place))


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
