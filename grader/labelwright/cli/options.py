"""Options and small habits that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from labelwright.checks.verdicts import Verdict

Function = TypeVar("Function", bound=Callable[..., Any])

DEFAULT_GRADEBOOK = "gradebook.db"

course_option: Callable[[Function], Function] = click.option(
    "--course", "course_dir", metavar="DIR", help="The course folder; otherwise found from here upwards."
)
gradebook_option: Callable[[Function], Function] = click.option(
    "--gradebook",
    "gradebook_place",
    metavar="PATH|URL",
    default=DEFAULT_GRADEBOOK,
    show_default=True,
    help="The gradebook: a file, or a database URL.",
)

_COLOURS = {
    Verdict.PASSED: "green",
    Verdict.FAILED: "red",
    Verdict.NOT_ATTEMPTED: "yellow",
    Verdict.NOT_RUN: "yellow",
}


def paint(text: str, verdict: Verdict) -> str:
    """Text in its verdict's colour; click drops the colour where the output is no terminal."""
    return click.style(text, fg=_COLOURS[verdict], bold=True)


def existing_gradebook(place: str) -> str:
    """`place`, or a usage error where it is a file that is not there."""
    if "://" not in place and not Path(place).expanduser().is_file():
        raise click.UsageError(
            f"There is no gradebook at {place}. Run `labelwright grade` first, or name it with --gradebook."
        )
    return place
