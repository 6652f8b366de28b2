"""The command line, listed by reader; a command's module is imported only when that command runs."""

from __future__ import annotations

import sys

import click

from labelwright import settings
from labelwright.cli._lazy import LazyGroup
from labelwright.cli._options import course_option
from labelwright.errors import LabelwrightError

COMMANDS = {
    "Learn": {
        "start": ("learner:start", "Copy the exercise notebooks into your own folder."),
        "lab": ("learner:lab", "Open JupyterLab at an exercise."),
        "check": ("learner:check", "Check your saved notebook, all of it or one task."),
        "hint": ("learner:hint", "Show the next hint for a task."),
        "progress": ("learner:progress", "Show what is done and what to do next."),
        "submit": ("learner:submit", "Write the file to hand in."),
        "label": ("label:label", "Label your own data in the browser."),
    },
    "Teach": {
        "grade": ("instructor:grade", "Grade notebooks, submission files, folders and archives."),
        "watch": ("instructor:watch", "Grade what lands in a folder until stopped."),
        "gradebook": ("gradebook:gradebook", "Show, mark and export the grades."),
        "feedback": ("instructor:feedback", "Write the feedback pages again from the gradebook."),
        "key": ("key:key", "Make, show, publish and rotate your signing key."),
        "certify": ("certify:certify", "Issue signed credentials for passed work and finished modules."),
    },
    "Show your work": {
        "portfolio": ("portfolio:portfolio", "Make, publish and verify a portfolio page."),
    },
    "Write exercises": {
        "author": ("author:author", "Make, build, lint and prove exercises."),
        "data": ("data:data", "List, verify and show datasets."),
        "site": ("author:site", "Build or serve the course site."),
    },
    "Look around": {
        "demo": ("demo:demo", "Run the whole thing once: grade, certify, publish."),
        "doctor": ("doctor:doctor", "Say what this machine lacks, and what that costs."),
    },
}


@click.group(cls=LazyGroup, sections=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@course_option
@click.version_option(package_name="labelwright", message="labelwright %(version)s")
def cli(course_dir: str | None) -> None:
    """Learn the work of an AI data trainer on real public data, and prove what you can do."""
    # The option itself keeps the course for the command.


def main() -> None:
    """Run the command line; show the message of an error and exit with 1 (2 for a wrong call)."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        error.show()
        code = error.exit_code
    except Exception as error:
        if settings.DEBUG.read():
            raise
        click.echo(_explain(error), err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _explain(error: Exception) -> str:
    if isinstance(error, LabelwrightError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
    return (
        f"Something went wrong that labelwright did not foresee ({type(error).__name__}: {error}). "
        f"Nothing that was recorded is lost. Set {settings.DEBUG.name}=1 and run it again to see where."
    )
