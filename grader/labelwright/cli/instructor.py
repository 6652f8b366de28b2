"""Commands for instructors: grade, watch, feedback."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from labelwright.cli._options import course_option, existing_gradebook, gradebook_option, grading_options

if TYPE_CHECKING:
    from labelwright.grading.run import Settings


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@course_option
@gradebook_option
@grading_options
@click.option(
    "--json", "json_file", type=click.Path(path_type=Path), metavar="FILE", help="One JSON line a submission."
)
def grade(
    paths: tuple[Path, ...],
    course_dir: str | None,
    gradebook_place: str,
    settings: Settings,
    json_file: Path | None,
) -> None:
    """Grade notebooks, submission files, folders of them, and zip archives from an LMS.

    Every submission ends with a named outcome; a broken one never stops the rest. Work that was graded before,
    by the same grader and against the same exercise and data, is not graded again.
    """
    from labelwright.grading.run import run_once

    raise SystemExit(run_once(paths, course_dir, gradebook_place, settings, json_file))


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@course_option
@gradebook_option
@grading_options
@click.option(
    "--every", type=click.FloatRange(0.2), default=5.0, show_default=True, help="Seconds between two looks."
)
def watch(
    folder: Path, course_dir: str | None, gradebook_place: str, settings: Settings, every: float
) -> None:
    """Grade what lands in a folder, such as a synced LMS drop, until stopped with Ctrl-C.

    A file is graded once it has stopped growing; what was graded before is not graded again.
    """
    from labelwright.grading.run import watch_folder

    watch_folder(folder, course_dir, gradebook_place, settings, every)


@click.command()
@gradebook_option
@click.option("--learner", metavar="ID", help="Only this learner.")
@click.option(
    "--out", type=click.Path(path_type=Path), default=Path("feedback"), show_default=True, metavar="DIR"
)
def feedback(gradebook_place: str, learner: str | None, out: Path) -> None:
    """Write the feedback pages again from the gradebook, one a learner."""
    from labelwright.gradebook.book import Gradebook
    from labelwright.grading.run import write_pages

    with Gradebook(existing_gradebook(gradebook_place)) as book:
        if learner is not None and not book.reports(learner):
            raise click.UsageError(f"The gradebook has no learner {learner!r}.")
        pages = write_pages(book, [learner] if learner else book.learners(), out)
    click.echo(f"Wrote {len(pages)} feedback page{'s' if len(pages) != 1 else ''} to {out}.")
