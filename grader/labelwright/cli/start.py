"""The command `start`."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from labelwright.cli._options import course_option


@click.command()
@click.option(
    "--learner", metavar="ID", help="Who you are: the id or e-mail that your instructor uses for you."
)
@click.option("--work", type=click.Path(path_type=Path), metavar="DIR", help="Your folder [default: work].")
@course_option
def start(learner: str | None, work: Path | None, course_dir: str | None) -> None:
    """Copy the exercise notebooks into your own folder; a file that is already there is never changed."""
    from getpass import getuser

    from labelwright.course.course import open_course
    from labelwright.course.handed_out import handed_out
    from labelwright.course.root import WORKSPACE_FILE
    from labelwright.notebook.workspace import start as start_workspace

    course = open_course(course_dir)
    root = (work or Path("work")).resolve()
    handout = handed_out(course.root)
    if learner is None and handout is not None and handout.is_personal:
        learner = handout.learner
    if learner is None and not (root / WORKSPACE_FILE).exists():
        learner = getuser()
        if sys.stdin.isatty():
            learner = click.prompt("Who are you? (the id that your instructor uses for you)", default=learner)
    workspace, copied, present = start_workspace(course, root, (learner or "").strip())
    for path in copied:
        click.echo(f"made {path.relative_to(root)}")
    for path in present:
        click.echo(f"kept {path.relative_to(root)} as it is")
    click.echo(f"You are {workspace.learner!r}; your folder is {root}.")
    click.echo("Next: labelwright lab")
