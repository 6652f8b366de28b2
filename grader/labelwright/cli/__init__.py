"""The command line, listed by reader; the module of a command is imported only when that command runs."""

from __future__ import annotations

import io
import sys

import click

from labelwright.cli._lazy import LazyGroup, Sections
from labelwright.cli._options import course_option
from labelwright.errors import LabelwrightError

COMMANDS: Sections = {
    "Learn": {
        "start": "Copy the exercise notebooks into your own folder.",
        "lab": "Open JupyterLab at an exercise.",
        "check": "Check your saved notebook, all of it or one task.",
        "hint": "Show the next hint for a task.",
        "progress": "Show what you have done and what to do next.",
        "submit": "Write the file to hand in.",
        "label": "Label your own data in the browser.",
    },
    "Teach": {
        "grade": "Grade notebooks, submission files, folders and archives.",
        "watch": "Grade new files in a folder until you stop it.",
        "gradebook": "Show, mark and export the grades.",
        "desk": "See the class in your browser: grades, exercises, learners.",
        "similar": "Show whose work is alike, as a question.",
        "feedback": "Write the feedback pages again from the gradebook.",
        "key": "Create, show, publish and replace your signing key.",
        "certify": "Issue signed credentials for passed work and finished modules.",
    },
    "Show your work": {
        "portfolio": "Build, publish and verify a portfolio page.",
    },
    "Write exercises": {
        "author": "Create, build, lint and prove exercises.",
        "data": "List, verify and show datasets.",
        "site": "Build or serve the course site.",
    },
    "Look around": {
        "demo": "Run everything once: grade, certify, publish.",
        "doctor": "Check what is missing on this machine and what it affects.",
    },
}


@click.group(cls=LazyGroup, sections=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@course_option
@click.version_option(package_name="labelwright", message="labelwright %(version)s")
@click.option("-v", "--verbose", count=True, help="Tell what happens on standard error; -vv tells more.")
def cli(course_dir: str | None, verbose: int) -> None:
    """Learn the work of an AI data trainer on real public data, and prove what you can do."""
    # The option --course itself keeps its value for the command.
    if verbose:
        import logging

        from labelwright.exchange.outside_text import lines
        from labelwright.log import show_log

        show_log(logging.INFO if verbose == 1 else logging.DEBUG, lines)


def main() -> None:
    """Run the command line; show the message of an error and exit with 1 (2 for a wrong call)."""
    try:
        code = cli.main(standalone_mode=False)
    except click.exceptions.Abort:
        click.echo("Stopped.", err=True)
        code = 130
    except click.ClickException as error:
        said = io.StringIO()
        error.show(said)
        click.echo(_cleaned(said.getvalue()), err=True, nl=False)
        code = error.exit_code
    except Exception as error:
        from labelwright import settings

        if settings.DEBUG.read():
            raise
        click.echo(_cleaned(_explain(error)), err=True)
        code = 1
    sys.exit(code if isinstance(code, int) else 0)


def _cleaned(message: str) -> str:
    """Return a message whose names from outside cannot control the terminal."""
    from labelwright.exchange.outside_text import lines

    return lines(message)


def _explain(error: Exception) -> str:
    if isinstance(error, LabelwrightError):
        return str(error)
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ")
    from labelwright import settings

    return (
        f"Something went wrong that labelwright did not foresee ({type(error).__name__}: {error}). "
        f"Nothing that was recorded is lost. Set {settings.DEBUG.name}=1 and run the command again to see where."
    )
