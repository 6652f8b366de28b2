"""Options and steps that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from labelwright.checks.verdicts import Report
    from labelwright.course.course import Course
    from labelwright.course.exercise import Exercise
    from labelwright.gradebook.book import Gradebook

Function = TypeVar("Function", bound=Callable[..., Any])

DEFAULT_GRADEBOOK = "gradebook.db"


def _shared_option(
    flag: str, name: str, metavar: str, default: str | None, text: str
) -> Callable[[Function], Function]:
    """Return an option that counts both before and after the name of a command; the last one given counts."""

    def keep(context: click.Context, option: click.Parameter, value: str | None) -> str | None:
        # A group's context and its command's share this dictionary.
        if value is not None:
            context.meta[f"labelwright {flag}"] = value
        found: str | None = context.meta.get(f"labelwright {flag}", default)
        return found

    return click.option(flag, name, metavar=metavar, callback=keep, help=text)


course_option = _shared_option(
    "--course",
    "course_dir",
    "DIR",
    None,
    "The course folder; by default the current folder or the first one above it that is a course.",
)
gradebook_option = _shared_option(
    "--gradebook",
    "gradebook_place",
    "PATH|URL",
    DEFAULT_GRADEBOOK,
    f"The gradebook: a file, or a database URL.  [default: {DEFAULT_GRADEBOOK}]",
)


def existing_gradebook(place: str) -> str:
    """Return `place`; raise UsageError if it is a file that does not exist."""
    if "://" not in place and not Path(place).expanduser().is_file():
        raise click.UsageError(
            f"No gradebook was found at {place}. Run `labelwright grade` first, or name it with --gradebook."
        )
    return place


own_learner_option = click.option(
    "--learner", metavar="ID", help="Whose work; needed if the gradebook has several learners."
)


def one_learner(book: Gradebook) -> str:
    """Return the only learner of the gradebook; raise UsageError if it has several or none."""
    learners = book.learners()
    if len(learners) == 1:
        return learners[0]
    listed = ", ".join(repr(learner) for learner in learners[:8])
    raise click.UsageError(f"Say whose work with --learner. The gradebook has: {listed or 'nobody yet'}.")


def open_own_course(course_dir: str | None) -> Course:
    """Open the course of a learner's command: from --course, the environment, or the workspace, in that order."""
    from labelwright import settings
    from labelwright.course.course import open_course
    from labelwright.notebook.workspace import find_workspace

    workspace = find_workspace()
    of_workspace = workspace.course if workspace and not settings.COURSE.read() else None
    return open_course(course_dir or of_workspace)


def find_exercise(slug: str | None, course_dir: str | None) -> tuple[Course, Exercise]:
    """Return a learner's course and the exercise called `slug`; without a slug, the next one to do."""
    from labelwright.notebook.progress import next_exercise, read_progress
    from labelwright.notebook.workspace import find_workspace

    workspace, course = find_workspace(), open_own_course(course_dir)
    if slug is not None:
        return course, course.exercise(slug)
    following = next_exercise(course, read_progress(workspace.root)) if workspace else None
    return course, following or course.exercises[0]


def grade_own_work(path: Path, learner: str, course: Course) -> Report:
    """Grade a notebook or submission file of the learner who runs the command; nothing is recorded."""
    from labelwright.checks.verdicts import Origin
    from labelwright.grading.batch import grade_here
    from labelwright.grading.grade import rename_learner
    from labelwright.grading.submissions import collect

    if not path.is_file():
        raise click.ClickException(f"{path} is missing. Run `labelwright start` to copy it.")
    submission = rename_learner(next(iter(collect([path]))), learner)
    return grade_here(course.root, submission, Origin.SELF, False)


def warn_of_stop() -> None:
    """Say what the first Ctrl-C of a grading run does."""
    click.echo(
        "\nStopping as soon as what is being graded is done; press Ctrl-C again to stop at once.", err=True
    )


def _time(context: click.Context, option: click.Parameter, text: str | None) -> datetime | None:
    from labelwright.errors import GradebookError
    from labelwright.gradebook.timestamps import now, parse

    if text is None:
        return None
    try:
        return now() if text == "now" else parse(text)
    except GradebookError as error:
        raise click.BadParameter(str(error)) from None


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
        "--handed-in",
        metavar="WHEN",
        callback=_time,
        help="When all of the work was handed in: a time, or `now`; by default the time of each file.",
    ),
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
