"""The commands `gradebook people` and `gradebook forget`: whose a submission is, decided, undone and forgotten."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from labelwright.cli._options import by_option, gradebook_option, open_gradebook

if TYPE_CHECKING:
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.decisions import Decision
    from labelwright.gradebook.forgetting import Forgotten
    from labelwright.gradebook.identity_report import Handed

HEADINGS = (
    "number",
    "learner",
    "name",
    "exercise",
    "state",
    "lms",
    "lms_person",
    "lms_source",
    "stated",
    "why",
    "file",
    "decided_by",
    "decided_at",
)

_reason = click.option("--reason", default="", metavar="TEXT", help="Why; it is kept with the decision.")
_numbers = click.argument("numbers", nargs=-1, required=True, type=int, metavar="NUMBER...")


@click.group(invoke_without_command=True)
@gradebook_option
@click.option("--all", "everything", is_flag=True, help="Show every submission, not only the open ones.")
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write them to a CSV file."
)
@click.pass_context
def people(ctx: click.Context, gradebook_place: str, everything: bool, csv_file: Path | None) -> None:
    """Show the submissions of which you must decide whose they are, with what the LMS and the work say.

    They are in no export and get no credential until you decide. The commands below decide, and undo a decision.
    """
    from labelwright.gradebook.identity import State

    if ctx.invoked_subcommand is not None:
        return
    with open_gradebook(gradebook_place) as book:
        rows = book.identity_report(tuple(State) if everything else (State.OPEN,))
    if csv_file is not None:
        csv_file.parent.mkdir(parents=True, exist_ok=True)
        csv_file.write_text(report_csv(rows), encoding="utf-8", newline="")
        click.echo(f"Wrote {csv_file}. Submissions: {len(rows)}.")
        return
    for row in rows:
        click.echo(_line(row))
    if not rows:
        click.echo(
            "It is known whose each submission is." if not everything else "Nothing was handed in yet."
        )
    elif not everything:
        click.echo(
            f"Open: {len(rows)}. If a row is right, `labelwright gradebook people confirm NUMBER`. If not, "
            "`labelwright gradebook people assign NUMBER --to LEARNER`."
        )


def _line(row: Handed) -> str:
    from labelwright.feedback.text import clean

    who = f"{row.learner} ({row.name})" if row.name else row.learner
    said = f"{row.state.value}: {row.why}" if row.why else row.state.value
    if row.decided_at is not None:
        said += f" by {row.decided_by}, {row.decided_at:%Y-%m-%d}"
    return clean(f"{row.number}  {who}, {row.exercise or 'unknown exercise'}, {row.source_name}: {said}")


def report_csv(rows: list[Handed]) -> str:
    """Return the identity report as CSV text, a line for each submission."""
    from labelwright.gradebook.exports import safe, to_csv

    lines = [list(HEADINGS)]
    for row in rows:
        decided = f"{row.decided_at:%Y-%m-%dT%H:%M:%SZ}" if row.decided_at else ""
        who = (row.learner, row.name, row.exercise, row.state.value)
        claims = (row.lms, row.lms_person, row.lms_source, row.stated, row.why)
        lines.append([str(row.number), *safe(*who, *claims, row.source_name, row.decided_by, decided)])
    return to_csv(lines)


def _decide(place: str, decision: Callable[[Gradebook], Decision]) -> None:
    from labelwright.feedback.text import clean

    with open_gradebook(place) as book:
        made = decision(book)
        left = len(book.identity_report())
    click.echo(
        clean(
            f"Decision {made.number}: {made.about} To undo it: labelwright gradebook people undo {made.number}."
        )
    )
    click.echo(f"Still open: {left}. The feedback pages are written again by `labelwright feedback`.")


@people.command()
@_numbers
@click.option("--to", "learner", required=True, metavar="LEARNER", help="Whose they are.")
@click.option("--new", is_flag=True, help="Add LEARNER if the gradebook does not have them.")
@_reason
@by_option
@gradebook_option
def assign(numbers: tuple[int, ...], gradebook_place: str, **fields: Any) -> None:
    """Give submissions to a learner, by the numbers that `people` shows; so one learner is also split in two."""
    _decide(gradebook_place, lambda book: book.assign(numbers, **fields))


@people.command()
@_numbers
@_reason
@by_option
@gradebook_option
def confirm(numbers: tuple[int, ...], gradebook_place: str, **fields: Any) -> None:
    """Say that submissions are under the right learner; an id in the work that nobody has is then theirs too."""
    _decide(gradebook_place, lambda book: book.confirm(numbers, **fields))


@people.command()
@click.argument("other")
@click.argument("into")
@_reason
@by_option
@gradebook_option
def merge(gradebook_place: str, **fields: Any) -> None:
    """Put everything of the learner OTHER under the learner INTO."""
    _decide(gradebook_place, lambda book: book.merge(**fields))


@people.command()
@click.argument("learner")
@click.argument("new_id")
@_reason
@by_option
@gradebook_option
def rename(gradebook_place: str, **fields: Any) -> None:
    """Give LEARNER the id NEW_ID; work with the earlier id still finds them."""
    _decide(gradebook_place, lambda book: book.rename(**fields))


@people.command()
@click.argument("number", type=int)
@_reason
@by_option
@gradebook_option
def undo(gradebook_place: str, **fields: Any) -> None:
    """Take the decision with this NUMBER back; everything is again as it was."""
    _decide(gradebook_place, lambda book: book.undo(**fields))


@people.command()
@gradebook_option
def history(gradebook_place: str) -> None:
    """Show every decision, oldest first, also those that were undone."""
    from labelwright.feedback.text import clean

    with open_gradebook(gradebook_place) as book:
        made = book.decisions()
    for one in made:
        why = f" Reason: {one.reason}" if one.reason else ""
        click.echo(clean(f"{one.number}  {one.when:%Y-%m-%d}, {one.who}: {one.about}{why}"))
    if not made:
        click.echo("Nobody has decided anything yet.")


@click.command()
@click.argument("learner")
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--feedback",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("feedback"),
    show_default=True,
    metavar="DIR",
    help="Where the feedback pages are; the learner's page is removed.",
)
@gradebook_option
def forget(learner: str, yes: bool, feedback: Path, gradebook_place: str) -> None:
    """Remove LEARNER with all work, reports, marks, comments and the feedback page, for good. It asks first."""
    from labelwright.feedback.text import clean
    from labelwright.grading.feedback_pages import page_path

    with open_gradebook(gradebook_place) as book:
        gone = book.to_forget(learner)
        pages = [path for each in gone.ids if (path := page_path(each, feedback)).is_file()]
        click.echo(clean(_removal(gone)))
        for page in pages:
            click.echo(clean(f"Feedback page: {page}"))
        if not yes:
            click.confirm("Nothing of this can be brought back. Remove it?", abort=True)
        book.forget(learner)
    for page in pages:
        page.unlink()
    click.echo(clean(f"{gone.learner} is forgotten."))
    for line in _left(gone):
        click.echo(clean(line))


def _removal(gone: Forgotten) -> str:
    return (
        f"{gone.learner}: submissions {gone.submissions}, marks {gone.marks}, comments {gone.comments}, "
        f"deadlines {gone.deadlines}."
    )


def _left(gone: Forgotten) -> list[str]:
    """Return what labelwright does not remove, and where to look."""
    lines = []
    if gone.sources:
        shown = ", ".join(gone.sources[:8]) + (", ..." if len(gone.sources) > 8 else "")
        lines.append(
            f"The files that they handed in are still where you keep them: {shown}. Remove them there."
        )
    if gone.elsewhere:
        lines.append(
            f"The reports of these learners contain the id or the name, and are kept: {', '.join(gone.elsewhere)}."
        )
    lines.append(
        "Backups, exports, credentials and zips of feedback that you made are not touched. Remove them as well."
    )
    return lines
