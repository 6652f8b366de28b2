"""The command `grade`."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import IO, TYPE_CHECKING

import click

from labelwright.cli._options import course_option, gradebook_option, grading_options, warn_of_stop

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.grading.run import Run, RunOptions


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@course_option
@gradebook_option
@grading_options
@click.option(
    "--json",
    "json_file",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Also write a JSON line for each submission.",
)
def grade(
    paths: tuple[Path, ...],
    course_dir: str | None,
    gradebook_place: str,
    options: RunOptions,
    json_file: Path | None,
) -> None:
    """Grade notebooks, submission files, folders of them, and zip archives from an LMS.

    Every submission ends with a named outcome; a broken one never stops the others. Work that the same grader already
    graded, with the same exercise and data, is not graded again.
    """
    from labelwright.feedback.json_lines import report_line
    from labelwright.grading.run import Run, Stop, open_grader

    run, stop = Run(options.handed_in), Stop(warn_of_stop)
    with open_grader(course_dir, gradebook_place, options) as grader:
        reports = grader.grade_paths(paths, run, stop)
        with (
            stop,
            _opened(json_file) as lines,
            click.progressbar(reports, label="Grading", show_eta=False, item_show_func=_progress) as bar,
        ):
            for report in bar:
                if lines is not None:
                    lines.write(report_line(report) + "\n")
                    lines.flush()
        grader.write_pages(run)
    _print_summary(run, gradebook_place, options, json_file)
    if stop.requested:
        click.echo("Stopped. The work above is recorded; run the same command again for the rest.")
    raise SystemExit(130 if stop.requested else 0)


def _opened(json_file: Path | None) -> IO[str] | nullcontext[None]:
    if json_file is None:
        return nullcontext()
    json_file.parent.mkdir(parents=True, exist_ok=True)
    return json_file.open("w", encoding="utf-8")


def _progress(report: Report | None) -> str:
    return f"{report.learner[:24]}: {report.outcome.kind.value}" if report else ""


def _print_summary(run: Run, place: str, options: RunOptions, json_file: Path | None) -> None:
    total = run.outcomes.total()
    if not total:
        click.echo("No notebook, submission file or archive was found there.")
        return
    listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(run.outcomes.items()))
    again = f" {run.unchanged} unchanged, not graded again." if run.unchanged else ""
    click.echo(f"{total} submission{'s' if total != 1 else ''}: {listed}.{again}")
    click.echo(
        f"Gradebook: {place if '://' not in place else place.split('://')[0]}. Feedback: {options.feedback}."
    )
    if json_file is not None:
        click.echo(f"JSON lines: {json_file}.")
