"""Options and steps that several commands share. `labelwright --help` imports this, so it imports little."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from pathlib import Path

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


def say(text: str) -> None:
    """Print a line with names from outside, which cannot control the terminal."""
    from labelwright.exchange.outside_text import lines

    click.echo(lines(text))


def existing_gradebook(place: str) -> str:
    """Return `place`; raise UsageError if it is a file that does not exist."""
    from pathlib import Path

    if "://" not in place and not Path(place).expanduser().is_file():
        raise click.UsageError(
            f"No gradebook was found at {place}. Run `labelwright grade` first, or name it with --gradebook."
        )
    return place


def open_gradebook(place: str, new: bool = False) -> Gradebook:
    """Return the gradebook for a `with` block; it must exist unless `new`."""
    from labelwright.gradebook.book import Gradebook

    return Gradebook(place if new else existing_gradebook(place))


def _user() -> str:
    from getpass import getuser

    try:
        return getuser()
    except (OSError, KeyError):
        raise click.UsageError(
            "Your user name is unknown on this computer. Give your name with --by."
        ) from None


def by_option(command: Function) -> Function:
    """Add the option `--by`, whose default is the user name on this computer."""
    text = "Your name, which learners see; by default your user name."
    return click.option("--by", "who", metavar="NAME", default=_user, help=text)(command)


def _policy(context: click.Context, option: click.Parameter, text: str) -> Any:
    from labelwright.gradebook.policy import Policy

    return Policy(text)


policy_option = click.option(
    "--policy",
    type=click.Choice(("best", "latest", "first")),
    default="best",
    show_default=True,
    callback=_policy,
    help="Which submission counts.",
)

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


def learning_order(course_dir: str | None) -> list[str]:
    """Return the slugs of the course in learning order; nothing if no course was found or named."""
    from labelwright.course.course import open_course
    from labelwright.course.root import CourseError

    try:
        return [exercise.slug for exercise in open_course(course_dir).exercises]
    except CourseError:
        if course_dir is not None:
            raise
        return []


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
    from labelwright.grading.answer_files import answer_files_of
    from labelwright.grading.batch import grade_here
    from labelwright.grading.grade import rename_learner
    from labelwright.grading.hand_ins import collect

    if not path.is_file():
        raise click.ClickException(f"{path} is missing. Run `labelwright start` to copy it.")
    submission = rename_learner(next(iter(collect([path], answer_files_of(course)))), learner)
    return grade_here(course.root, submission, Origin.SELF, False)
