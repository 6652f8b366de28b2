"""The command `watch`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option, gradebook_option
from labelwright.cli.grade import grading_options, warn_of_stop

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.grading.run import RunOptions


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@course_option
@gradebook_option
@grading_options
@click.option(
    "--every",
    type=click.FloatRange(0.2),
    default=5.0,
    show_default=True,
    help="How many seconds to wait before looking again.",
)
def watch(
    folder: Path, course_dir: str | None, gradebook_place: str, options: RunOptions, every: float
) -> None:
    """Grade new files in a folder, such as a synced LMS folder, until you press Ctrl-C.

    A file is graded when it no longer grows; one that looks damaged is looked at again for two minutes. Work that was graded before is not graded again.
    """
    from labelwright.exchange.outside_text import one_line
    from labelwright.grading.run import Stop, open_grader

    with open_grader(course_dir, gradebook_place, options) as grader:
        click.echo(f"Watching {folder}. Stop with Ctrl-C.")
        with Stop(warn_of_stop) as stop:
            for report in grader.watch(folder, every, stop):
                click.echo(one_line(f"{report.source_name}: {report.learner}, {_result(report)}"))
    click.echo("Stopped watching.")


def _result(report: Report) -> str:
    from labelwright.feedback.words import out_of

    if not report.checks:
        return report.outcome.sentence
    return f"{out_of(report)}, {report.outcome.kind.value.replace('_', ' ')}"
