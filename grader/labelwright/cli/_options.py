"""Options and small habits that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

import click

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
    """`place`, or a usage error where it is a file that is not there."""
    if "://" not in place and not Path(place).expanduser().is_file():
        raise click.UsageError(
            f"There is no gradebook at {place}. Run `labelwright grade` first, or name it with --gradebook."
        )
    return place


def _moment(context: click.Context, option: click.Parameter, text: str | None) -> datetime | None:
    from labelwright.errors import GradebookError
    from labelwright.gradebook.timestamps import now, parse

    if text is None:
        return None
    try:
        return now() if text == "now" else parse(text)
    except GradebookError as error:
        raise click.BadParameter(str(error)) from None


_handed_in_option = click.option(
    "--handed-in",
    metavar="WHEN",
    callback=_moment,
    help="When all of it was handed in: a time, or `now`; otherwise each file's own time.",
)


def grading_options(function: Function) -> Function:
    """The options that `grade` and `watch` share, gathered into one `settings` argument."""
    from functools import wraps

    @click.option(
        "--feedback",
        type=click.Path(path_type=Path, file_okay=False),
        default=Path("feedback"),
        show_default=True,
        metavar="DIR",
        help="Where the feedback pages go, one a learner.",
    )
    @click.option(
        "--executor",
        default="processes:2",
        show_default=True,
        metavar="SPEC",
        help="processes:N on this machine, or dask:ADDRESS for a cluster.",
    )
    @click.option(
        "--trust-learners", is_flag=True, help="Grade even where this machine cannot wall learner code in."
    )
    @click.option(
        "--any-version", is_flag=True, help="Grade work for another version of its exercise as well."
    )
    @click.option("--regrade", is_flag=True, help="Grade unchanged work again as well.")
    @_handed_in_option
    @wraps(function)
    def gathered(*args: Any, **kwargs: Any) -> Any:
        from dataclasses import fields

        from labelwright.grading.run import Settings

        chosen = {each.name: kwargs.pop(each.name) for each in fields(Settings)}
        return function(*args, settings=Settings(**chosen), **kwargs)

    return gathered  # type: ignore[return-value]
