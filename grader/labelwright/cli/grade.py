"""The command `grade`, and the options that `watch` shares with it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from datetime import datetime, tzinfo
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from labelwright.cli._options import Function, course_option, gradebook_option, policy_option, say

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.grading.run import Run, RunOptions


def warn_of_stop() -> None:
    """Say what the first Ctrl-C of a grading run does."""
    click.echo(
        "\nStopping as soon as what is being graded is done; press Ctrl-C again to stop at once.", err=True
    )


def _time(context: click.Context, option: click.Parameter, text: str | None) -> datetime | None:
    from labelwright.errors import GradebookError
    from labelwright.gradebook.deadlines import now, parse

    if text is None:
        return None
    try:
        return now() if text == "now" else parse(text)
    except GradebookError as error:
        raise click.BadParameter(str(error)) from None


def _zone(context: click.Context, option: click.Parameter, text: str | None) -> tzinfo | None:
    from zoneinfo import ZoneInfo

    if text is None:
        return None
    try:
        return ZoneInfo(text)
    except (ValueError, OSError):
        raise click.BadParameter(f"{text!r} is not a time zone. Write it as Europe/Berlin or UTC.") from None
    except KeyError:
        raise click.BadParameter(
            f"{text!r} is not a time zone that this computer knows. Write it as Europe/Berlin or UTC."
        ) from None


_GRADING_OPTIONS = (
    click.option(
        "--feedback",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("feedback"),
        show_default=True,
        metavar="DIR",
        help="Where the feedback pages go, a page for each learner.",
    ),
    click.option(
        "--executor",
        default="processes:2",
        show_default=True,
        metavar="SPEC",
        help="processes:N on this machine, or dask:ADDRESS for a cluster.",
    ),
    click.option(
        "--trust-learners", is_flag=True, help="Grade even if this machine cannot isolate learners' code."
    ),
    click.option("--any-version", is_flag=True, help="Also grade work for another version of its exercise."),
    click.option("--regrade", is_flag=True, help="Also grade work that has not changed."),
    click.option(
        "--retry-cut-short",
        is_flag=True,
        help="Also grade work that has not changed but whose last run ended early: out of time or memory, or crashed.",
    ),
    click.option(
        "--handed-in",
        metavar="WHEN",
        callback=_time,
        help="When all of the work was handed in: a time, or `now`. By default what an LMS or a list says. The date of "
        "a file is never taken; without a time, work is never late.",
    ),
    click.option(
        "--times",
        multiple=True,
        type=click.Path(path_type=Path, exists=True, dir_okay=False),
        metavar="FILE",
        help="A CSV list of times (learner, handed_in, exercise), or the grading worksheet of Moodle; more than once "
        "for several.",
    ),
    click.option(
        "--zone",
        metavar="ZONE",
        callback=_zone,
        help="The zone of times that name none, such as Europe/Berlin; by default this computer's.",
    ),
    policy_option,
)


def grading_options(function: Function) -> Function:
    """Add the options that `grade` and `watch` share; the command gets them as one argument, `options`."""
    from functools import wraps

    @wraps(function)
    def with_options(*args: Any, **kwargs: Any) -> Any:
        from dataclasses import fields

        from labelwright.grading.run import RunOptions

        chosen = {option.name: kwargs.pop(option.name) for option in fields(RunOptions)}
        return function(*args, options=RunOptions(**chosen), **kwargs)

    command = with_options
    for option in reversed(_GRADING_OPTIONS):
        command = option(command)
    return command  # type: ignore[return-value]


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
    from labelwright.feedback.text import report_line
    from labelwright.grading.run import Stop, open_grader

    stop = Stop(warn_of_stop)
    with open_grader(course_dir, gradebook_place, options) as grader:
        run = grader.new_run()
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
    from labelwright.exchange.outside_text import one_line

    return f"{one_line(report.learner)[:24]}: {report.outcome.kind.value}" if report else ""


def _print_summary(run: Run, place: str, options: RunOptions, json_file: Path | None) -> None:
    total = run.outcomes.total()
    if not total:
        click.echo("No notebook, submission file or archive was found there.")
        for line in _file_lines(run):
            click.echo(line)
        return
    listed = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(run.outcomes.items()))
    again = f" {run.unchanged} unchanged, not graded again." if run.unchanged else ""
    click.echo(f"{total} submission{'s' if total != 1 else ''}: {listed}.{again}")
    click.echo(
        f"Gradebook: {place if '://' not in place else place.split('://')[0]}. Feedback: {options.feedback}."
    )
    if json_file is not None:
        click.echo(f"JSON lines: {json_file}.")
    if run.open_identity:
        click.echo(
            f"Whose they are must be decided: {run.open_identity} submissions in the gradebook. They are in no export "
            "until then. `labelwright gradebook people` lists them with the reasons."
        )
    for line in (*_file_lines(run), *_time_lines(run, total)):
        say(line)


def _file_lines(run: Run) -> Iterator[str]:
    """Yield what the instructor must know about the files of this run that have no row."""
    from labelwright.exchange.outside_text import one_line

    if run.leftovers:
        yield f"Next to the work, without a row of its own: {_some([one_line(name) for name in run.leftovers])}."
    if run.same_work:
        listed = _some([one_line(f"{name} (as {first})") for name, first in run.same_work])
        yield f"The same content again, and the same learner, so it is one submission: {listed}."
    yield from map(one_line, run.remarks)


def _time_lines(run: Run, total: int) -> Iterator[str]:
    """Yield what the instructor must know about the times of this run."""
    from labelwright.exchange.outside_text import one_line

    if run.without_time:
        yield (
            f"When they were handed in is not known: {len(run.without_time)} of {total}. "
            "Without a time, no points are taken off for lateness. --times FILE gives the times."
        )
    if run.late_without_time:
        yield (
            f"Marked as late by the LMS, without a time: {_some([one_line(name) for name in run.late_without_time])}. "
            "No points are taken off until you give the times."
        )
    if run.zone_of_computer:
        yield (
            f"{run.zone_of_computer} times name no zone and were read in the zone of this computer "
            f"({datetime.now().astimezone():%z} now). --zone states another one."
        )
    unused = run.times.unused()
    if unused:
        listed = _some([f"{row.who} (line {row.line})" for row in unused])
        yield f"Times for which no work was found: {listed}. Check the ids in the list."


def _some(words: list[str]) -> str:
    return ", ".join(words[:8]) + (f", and {len(words) - 8} more" if len(words) > 8 else "")
