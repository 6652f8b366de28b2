"""Commands for instructors: grade, gradebook, feedback."""

from __future__ import annotations

import os
from collections import Counter
from itertools import chain, islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from labelwright.cli.options import course_option, existing_gradebook, gradebook_option

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.gradebook.book import Gradebook


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@course_option
@gradebook_option
@click.option(
    "--feedback",
    "feedback_dir",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("feedback"),
    show_default=True,
    metavar="DIR",
    help="Where the feedback pages go, one a learner.",
)
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="One JSON line a submission."
)
@click.option("--workers", type=click.IntRange(1), default=2, show_default=True, help="Processes that grade.")
@click.option(
    "--trust-learners", is_flag=True, help="Grade even where this machine cannot wall learner code in."
)
@click.option("--any-version", is_flag=True, help="Grade work for another version of its exercise as well.")
def grade(
    paths: tuple[Path, ...],
    course_dir: str | None,
    gradebook_place: str,
    feedback_dir: Path,
    json_file: Path | None,
    workers: int,
    trust_learners: bool,
    any_version: bool,
) -> None:
    """Grade notebooks, submission files, folders of them, and zip archives from an LMS.

    Every submission ends with a named outcome; a broken one never stops the rest.
    """
    from labelwright.course.course import open_course
    from labelwright.gradebook.book import Gradebook
    from labelwright.grading.batch import grade_all
    from labelwright.grading.submissions import collect

    course = open_course(course_dir)
    book = Gradebook(gradebook_place)
    if not trust_learners:
        _need_walls()
    submissions = collect(paths)
    first = list(islice(submissions, 3))
    reports = grade_all(
        chain(first, submissions),
        course,
        workers=workers if len(first) == 3 else 1,
        any_version=any_version,
    )
    counts: Counter[str] = Counter()
    learners: set[str] = set()
    with (
        _lines(json_file) as lines,
        click.progressbar(reports, label="Grading", show_eta=False, item_show_func=_shown) as bar,
    ):
        for report in bar:
            _keep(report, book, lines)
            counts[report.outcome.kind.value] += 1
            learners.add(report.learner)
    write_pages(book, sorted(learners), feedback_dir)
    _summary(counts, counts.total(), gradebook_place, feedback_dir, json_file)


@click.command()
@gradebook_option
@click.option(
    "--csv", "csv_file", type=click.Path(path_type=Path), metavar="FILE", help="Write the table as CSV."
)
@click.option("--all", "everything", is_flag=True, help="Every submission, not only the best by exercise.")
def gradebook(gradebook_place: str, csv_file: Path | None, everything: bool) -> None:
    """Show the grades: the best submission by learner and exercise."""
    from labelwright.gradebook.book import Gradebook
    from labelwright.gradebook.table import as_csv

    book = Gradebook(existing_gradebook(gradebook_place))
    reports = book.reports() if everything else book.best()
    if csv_file is None:
        _print_table(reports)
    else:
        csv_file.write_text(as_csv(reports), encoding="utf-8", newline="")
        click.echo(f"Wrote {len(reports)} rows to {csv_file}.")


@click.command()
@gradebook_option
@click.option("--learner", metavar="ID", help="Only this learner.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("feedback"), show_default=True, metavar="DIR"
)
def feedback(gradebook_place: str, learner: str | None, out: Path) -> None:
    """Write the feedback pages again from the gradebook, one a learner."""
    from labelwright.gradebook.book import Gradebook

    book = Gradebook(existing_gradebook(gradebook_place))
    if learner is not None and not book.reports(learner):
        raise click.UsageError(f"The gradebook has no learner {learner!r}.")
    pages = write_pages(book, [learner] if learner else book.learners(), out)
    click.echo(f"Wrote {len(pages)} feedback page{'s' if len(pages) != 1 else ''} to {out}.")


def _need_walls() -> None:
    """Refuse to run other people's code where an attempt at a forbidden thing was not stopped."""
    from labelwright.grading.batch import warm_parent
    from labelwright.grading.sandbox.probe import quick_probe

    warm = warm_parent()
    fallen = [wall.attempt for wall in quick_probe(warm) if not wall.held]
    if fallen or not warm.walled:
        raise click.ClickException(
            f"This machine cannot wall learner code in: it could {', '.join(fallen) or 'do anything'}. "
            "Run `labelwright doctor` to see which walls are missing. If you trust everyone whose work this is, "
            "or use a machine that holds nothing else, pass --trust-learners."
        )


def _shown(report: Report | None) -> str:
    return f"{report.learner[:24]}: {report.outcome.kind.value}" if report else ""


def _lines(json_file: Path | None) -> IO[str]:
    """Where the JSON lines go; a stream that keeps nothing where no file was named."""
    if json_file is None:
        return Path(os.devnull).open("w", encoding="utf-8")
    json_file.parent.mkdir(parents=True, exist_ok=True)
    return json_file.open("w", encoding="utf-8")


def _keep(report: Report, book: Gradebook, lines: IO[str]) -> None:
    from labelwright.grading.lines import report_line

    book.record(report)
    lines.write(report_line(report) + "\n")
    lines.flush()


def write_pages(book: Gradebook, learners: list[str], folder: Path) -> list[Path]:
    """Write one feedback page a learner into `folder`; the pages written."""
    from labelwright.feedback.html import feedback_page
    from labelwright.notebook.handin import safe_name

    folder.mkdir(parents=True, exist_ok=True)
    pages = []
    for learner in learners:
        path = folder / f"{safe_name(learner)}.html"
        path.write_text(feedback_page(learner, book.reports(learner)), encoding="utf-8")
        pages.append(path)
    return pages


def _summary(counts: Counter[str], total: int, place: str, folder: Path, json_file: Path | None) -> None:
    if not total:
        click.echo("No notebook, submission file or archive was found there.")
        return
    listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(counts.items()))
    click.echo(f"{total} submission{'s' if total != 1 else ''}: {listed}.")
    click.echo(f"Gradebook: {place if '://' not in place else place.split('://')[0]}. Feedback: {folder}.")
    if json_file is not None:
        click.echo(f"JSON lines: {json_file}.")


def _print_table(reports: list[Report]) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table()
    for heading in ("Learner", "Exercise", "Score", "Passed", "Outcome"):
        table.add_column(heading, overflow="fold")
    for report in reports:
        score = f"{report.score:g} of {report.max_score:g}"
        state = "yes" if report.passed else "no"
        table.add_row(
            Text(report.learner),
            Text(report.exercise),
            score,
            state,
            report.outcome.kind.value.replace("_", " "),
        )
    Console().print(table)
